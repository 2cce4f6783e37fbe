"""What is said of a paper by what its mark says."""

from pingyi.domain.campaign.marks import other_campaign


def test_a_paper_of_another_print_is_told_in_words_that_hold_for_a_campaign_and_for_a_vote() -> None:
    said = other_campaign("BVHNDU", ["TMFIBN"])
    assert all(word in said for word in ("BVHNDU", "TMFIBN", "campaign.toml", "vote.toml", "请"))
    assert "评议" not in said
