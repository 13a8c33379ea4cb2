"""All weights of `engine/assess`, made anew: `python -m bench.train_assess` (extra `train`, about five CPU-minutes).

Needs the corpus (KENTONGAN_CORPUS). Set OMP_NUM_THREADS=1 on a machine that others use. Prints the figures that stand
in docs/models.md.
"""

from __future__ import annotations

from bench.training import (
    train_articles,
    train_comments,
    train_entities,
    train_language,
    train_news,
    train_towards,
    train_words,
)


def main() -> None:
    """Train everything, in the order of need."""
    train_language.train()
    train_comments.train()
    train_news.train()
    train_articles.train()
    train_words.train()
    train_towards.train()  # reads the clusters of words
    train_entities.main(ship=True)


if __name__ == "__main__":
    main()
