"""Is this text really from them? Compares a pasted text with published ones, exactly. See docs/house.md."""

from kentongan.engine.match.verify.fingerprints import fingerprints, rank
from kentongan.engine.match.verify.judge import judge
from kentongan.engine.match.verify.values import Difference, Judgement, Kind, Known, Part, Verdict

__all__ = ["Difference", "Judgement", "Kind", "Known", "Part", "Verdict", "fingerprints", "judge", "rank"]
