"""Rows of the newsroom, in the order of a text's life: written, approved, published, trusted, read."""

from kentongan.newsroom.models.approving import (
    ApprovalLink,
    ApprovalRound,
    ApprovalStep,
    Chain,
    ChainStep,
    Decision,
    ReleaseLook,
)
from kentongan.newsroom.models.publishing import (
    Correction,
    EmbargoPass,
    Publication,
    PublicationAsset,
    Withdrawal,
)
from kentongan.newsroom.models.reading import (
    AgendaItem,
    Emblem,
    Follower,
    ForgeryReport,
    PressContact,
    VerdictCount,
    ViewCount,
)
from kentongan.newsroom.models.trusting import Fingerprint, SigningKey
from kentongan.newsroom.models.writing import (
    Asset,
    NumberPattern,
    PassageComment,
    Presence,
    Release,
    ReleaseNumber,
    ReleaseTemplate,
    ReleaseVersion,
    Topic,
)

__all__ = [
    "AgendaItem",
    "ApprovalLink",
    "ApprovalRound",
    "ApprovalStep",
    "Asset",
    "Chain",
    "ChainStep",
    "Correction",
    "Decision",
    "EmbargoPass",
    "Emblem",
    "Fingerprint",
    "Follower",
    "ForgeryReport",
    "NumberPattern",
    "PassageComment",
    "Presence",
    "PressContact",
    "Publication",
    "PublicationAsset",
    "Release",
    "ReleaseLook",
    "ReleaseNumber",
    "ReleaseTemplate",
    "ReleaseVersion",
    "SigningKey",
    "Topic",
    "VerdictCount",
    "ViewCount",
    "Withdrawal",
]
