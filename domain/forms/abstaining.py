"""Choices by which a voter says nothing of a unit: 不了解, 弃权. What they are worth must not be 0 points."""

from collections.abc import Mapping
from typing import Any

SAYS_NOTHING = {
    "不了解", "不清楚", "不知道", "不熟悉", "弃权", "没有接触", "未接触",
    "无法评价", "不便评价", "不予评价", "不作评价",
}  # fmt: skip


def abstaining(data: Mapping[str, Any]) -> tuple[str, ...]:
    """
    Choices of a campaign file, as it is written, that are taken for abstentions though it does not call them so.

    Their words say that one does not know, and their weight is 0. A file with `abstentions`, be it empty, has decided.
    """
    match data:
        case {"ballot": {"choices": [*choices], **ballot}, "policies": {"vote_weights": {"value": [*weights]}}} if (
            "abstentions" not in ballot and len(weights) == len(choices)
        ):
            pairs = zip(choices, weights, strict=True)
            return tuple(word for word, weight in pairs if not weight and "".join(str(word).split()) in SAYS_NOTHING)
    return ()


def with_abstentions(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with these as abstentions, and without weights for them."""
    silent = abstaining(data)
    if not silent:
        return data
    choices, policy = data["ballot"]["choices"], data["policies"]["vote_weights"]

    def counting(weights: Any) -> Any:
        """Weights of the other choices; as they are where they do not stand one to a choice."""
        if not isinstance(weights, list) or len(weights) != len(choices):
            return weights
        return [weight for word, weight in zip(choices, weights, strict=True) if word not in silent]

    others = policy.get("alternatives")
    told = {"alternatives": [*map(counting, others)]} if isinstance(others, list) else {}
    weighed = {**policy, "value": counting(policy["value"]), **told}
    return {
        **data,
        "ballot": {**data["ballot"], "abstentions": list(silent)},
        "policies": {**data["policies"], "vote_weights": weighed},
    }
