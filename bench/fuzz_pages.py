"""Mutates sample pages and reads them, looking for errors, slow inputs and damage. Exits with 1 when it finds one.

python -m bench.fuzz_pages [SECONDS]        600 by default; needs KENTONGAN_CORPUS
"""

from __future__ import annotations

import sys
import warnings

from bench.extract import pages
from bench.fuzz.mutations import fuzz
from bench.training.corpus import CORPUS

from kentongan.engine.extract.page import DAMAGED, extract_page


def read_page(content: bytes) -> str:
    page = extract_page(content, url="https://serayu.example/berita/1")
    page.text.encode()
    return "damaged" if page.error == DAMAGED else ""


def main() -> None:
    """Fuzz for as long as the command line says."""
    warnings.simplefilter("ignore")
    if not CORPUS.exists():
        print(f"skipped: no corpus at {CORPUS}")
        return
    samples = [*pages("scrapinghub_html.tar.gz").values(), *pages("trafilatura_html.tar.gz").values()]
    sys.exit(fuzz(samples, read_page, float(sys.argv[1] if len(sys.argv) > 1 else 600)) > 0)


if __name__ == "__main__":
    main()
