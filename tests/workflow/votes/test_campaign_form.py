"""A campaign's ballot, read as any vote's form is, asks the questions the campaign counts."""

import pytest
from printed_ballot import Printed

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.forms.form import question_tables
from pingyi.domain.forms.question import questions_of
from pingyi.domain.readings.printed import rows_printed
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.tally.count import asked_of
from pingyi.workflow.votes.vote_desk import asked_tables

pytestmark = pytest.mark.office


def test_a_ballot_read_as_a_votes_form_asks_for_every_unit_of_its_campaign(
    printed: Printed, campaign: Campaign
) -> None:
    tables = asked_tables(printed.docx, (), ())
    questions = questions_of(tables)
    assert questions == questions_of(question_tables(read_table_forms(printed.docx)))
    assert [(one.item, one.name, one.choices) for one in questions] == [
        (one.item, one.name, one.choices) for one in asked_of(campaign).values()
    ]
    assert [(one.page, one.item, one.name) for one in questions] == [
        (one.page, one.item, one.name) for one in rows_printed([printed.form])
    ]
