from __future__ import annotations

import numpy as np
import pytest

from kentongan.engine.encoder.place import body_path
from kentongan.engine.encoder.reader import Reader
from kentongan.engine.encoder.vectors import Vectors, load_vectors


def test_vectors_have_length_one_and_do_not_depend_on_company(reader: Reader) -> None:
    texts = ["saya makan nasi", "nasi", "", "saya makan nasi"]
    together = Vectors(reader)(texts)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.array_equal(together[0], together[3])
    assert np.abs(Vectors(reader)(["nasi"])[0] - together[1]).max() < 1e-5
    assert Vectors(reader)([]).shape == (0, reader.body.hidden)


@pytest.mark.skipif(body_path() is None, reason="tier B is not set up (./run setup language)")
def test_the_real_body_knows_what_means_the_same() -> None:
    asked, same, other = load_vectors()(
        [
            "Vaksin menyebabkan kemandulan pada perempuan",
            "Kabar bahwa imunisasi membuat wanita tidak bisa hamil",
            "Pemerintah membagikan uang tunai lewat tautan WhatsApp",
        ]
    )
    assert asked @ same > asked @ other + 0.02
