"""Which words of a pasted text stand for which of the published one."""

from kentongan.engine.match.verify.align import (
    Block,
    Candidate,
    Stretch,
    chained,
    densest,
    filled,
    grown,
    shingles,
    tidied,
)
from kentongan.engine.match.verify.exact import read


def laid(pasted: str, published: str) -> Stretch | None:
    """The whole pasted text laid along the published one."""
    sheet = read(pasted)
    pieces = list(shingles(sheet.looks))
    there = Candidate(published, frozenset(pieces))
    anchors = chained(sheet, 0, len(sheet), pieces, there)
    if not anchors:
        return None
    return grown(sheet, 0, len(sheet), there.sheet, filled(sheet, there, anchors))


TEXT = "a1b c d e f g h i j k l m n o p".replace("a1b", "ab")


def blocks(pasted: str, published: str = TEXT) -> list[tuple[int, int, int]]:
    stretch = laid(pasted, published)
    return [tuple(block) for block in stretch.blocks] if stretch else []


def test_a_copy_is_one_block() -> None:
    assert blocks(TEXT) == [(0, 0, 15)]
    assert blocks("e f g h i") == [(0, 3, 5)]


def test_a_word_changed_put_in_or_left_out() -> None:
    assert blocks("ab c d e x g h i j") == [(0, 0, 4), (5, 5, 4)]
    assert blocks("ab c d e x f g h i") == [(0, 0, 4), (5, 4, 4)]
    assert blocks("ab c d e g h i j") == [(0, 0, 4), (4, 5, 4)]


def test_a_short_piece_between_two_gaps_is_filled_in() -> None:
    assert blocks("ab c d e x f g y h i j k") == [(0, 0, 4), (5, 4, 2), (8, 6, 4)]


def test_the_ends_are_grown_over_a_changed_word() -> None:
    assert blocks("ab x d e f g h") == [(0, 0, 1), (2, 2, 5)]
    assert blocks("e f g h i x k") == [(0, 3, 5), (6, 9, 1)]


def test_the_last_words_are_found_at_the_end() -> None:
    assert blocks("ab c d e p") == [(0, 0, 4), (4, 14, 1)]
    assert blocks("ab l m n o") == [(0, 0, 1), (1, 10, 4)]


def test_words_glued_to_the_end_stand_in_place_of_others() -> None:
    stretch = laid("c d e f x", TEXT)
    assert (stretch.here_end, stretch.there_end) == (5, 6)
    stretch = laid("c d e f.\nx y z w", TEXT)
    assert (stretch.here_end, stretch.there_end) == (4, 5)


def test_words_cut_at_the_ends() -> None:
    text = "kabupaten sukamaju membuka layanan imunisasi gratis untuk semua warga"
    stretch = laid("paten sukamaju membuka layanan imunisasi gra", text)
    assert (stretch.cut_first, stretch.cut_last, stretch.matched) == (True, True, 6)


def test_of_equal_places_the_next_one_is_taken() -> None:
    text = "a b c d e x y z w a b c d e q r s t"
    assert blocks(text, text) == [(0, 0, 18)]


def test_chance_matches_are_given_up() -> None:
    found = [Block(0, 0, 5), Block(8, 9, 1), Block(12, 14, 6)]
    assert tidied(found) == [found[0], found[2]]
    assert tidied([Block(0, 0, 5), Block(6, 6, 1), Block(8, 8, 6)])[1] == Block(6, 6, 1)
    assert tidied([Block(0, 0, 2), Block(2, 2, 3)]) == [Block(0, 0, 5)]


def test_the_densest_blocks() -> None:
    found = [Block(0, 0, 4), Block(20, 30, 9), Block(31, 41, 3), Block(60, 70, 4)]
    assert densest(found) == found[1:3]


def test_nothing_in_common() -> None:
    assert laid("x y z w v", TEXT) is None
    assert laid("", TEXT) is None
