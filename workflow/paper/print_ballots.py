"""附件4 from campaign to what a printer prints: the ballot, a run for each batch, covers, labels, ledgers; checked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.forms.form import BallotForm, ballot_pages
from pingyi.generator.forms.ballot import mark_ballots, mark_pages, write_ballot
from pingyi.generator.forms.cover import write_covers
from pingyi.generator.forms.labels import label_sheets, write_labels
from pingyi.generator.forms.own_ballot import bare_ballot, heads_of
from pingyi.generator.forms.print_run import Cover, write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.sheets.ledger import write_ledger
from pingyi.generator.sheets.ledger_word import write_word_ledger
from pingyi.generator.understood.kept_prints import keep_print
from pingyi.generator.understood.table_form import body_text, read_table_forms
from pingyi.ground.errors import CampaignError, FormError
from pingyi.ground.foreign import file_name
from pingyi.scanner.page.printed_text import page_texts
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import ballot_document
from pingyi.workflow.files.blank_proven import prove_blank

STAMPED = "（印制底版）"
COVERS_NAME = "批次封面"
LABELS_NAME = "信封标签"
LEDGER_NAME = "发放回收登记表"
OWN_FOLDER = "各批自印"  # Word files with their batch's mark, for units that print their own
MEND_PAGES = "请缩短 campaign.toml 里 ballot 或 handout 的文字"
MEND_WORDS = "请缩短 campaign.toml 里这处文字，或调小 ballot.blocks"
AROUND = 12  # characters shown of a text that differs


def print_ballots(
    target: Path, campaign: Campaign, batches: Sequence[Batch], progress: Advance, own: Path | None = None
) -> tuple[Path, ...]:
    """
    Write everything under `target`, of the office's `own` form if it has one; the form that scans are read by first.

    Raises FormError when the roster does not fit or what was printed is not the roster, CampaignError when two
    batches would share a file name, and what LibreOffice's faults raise.
    """
    stems = _stems(batches)
    progress("生成 Word", 0, len(batches))
    several = campaign.ballot.pages > 1
    form, stamped = _form(target / ballot_document(campaign), campaign, own)
    papers = _papers(target, campaign, batches)
    by_units = mark_ballots(
        campaign, stamped, {target / OWN_FOLDER / f"{stems[batch.code]}.docx": batch for batch in batches}
    )
    progress("转换为 PDF", 0, 1)
    documents = [form, *([stamped] if several else []), *papers]
    printed = dict(zip(documents, to_pdf(documents, target), strict=True))
    for document in {form, stamped}:
        check_printed(document, printed[document], campaign.ballot.pages)
    keep_print(form, printed[form].read_bytes())
    check_form(form, campaign)
    if papers:
        check_printed(papers[0], printed[papers[0]], len(batches))
        check_printed(papers[1], printed[papers[1]], label_sheets(campaign, len(batches)))
    runs = []
    for done, batch in enumerate(batches):
        progress("印制评议表", done, len(batches))
        cover = Cover(pdf=printed[papers[0]], page=done)
        out = target / f"{stems[batch.code]}.pdf"
        runs.append(write_print_run(printed[stamped], batch, out, campaign.ballot_print, cover))
    if several:
        stamped.unlink()
        printed.pop(stamped).unlink()
    excel = write_ledger(campaign, batches, target / f"{LEDGER_NAME}.xlsx")
    progress("印制评议表", len(batches), len(batches))
    return (form, printed[form], *runs, *papers, *(printed[paper] for paper in papers), excel, *by_units)


def _form(form: Path, campaign: Campaign, own: Path | None) -> tuple[Path, Path]:
    """The Word file scans are read by, and the one marks are put on: the same for a ballot of one page."""
    several = campaign.ballot.pages > 1
    bare = form.with_name(f"{form.stem}{STAMPED}.docx") if several else form
    if own is None:
        form = write_ballot(campaign, form)
        return form, write_ballot(campaign, bare, coded=False) if several else form
    bare_ballot(heads_of(campaign), own, bare)
    return mark_pages(campaign, bare, form) if several else bare, bare


def _papers(target: Path, campaign: Campaign, batches: Sequence[Batch]) -> list[Path]:
    """Covers, labels and the ledger in Word, in this order; none without a batch."""
    if not batches:
        return []
    return [
        write_covers(campaign, batches, target / f"{COVERS_NAME}.docx"),
        write_labels(campaign, batches, target / f"{LABELS_NAME}.docx"),
        write_word_ledger(campaign, batches, target / f"{LEDGER_NAME}.docx"),
    ]


def check_form(document: Path, campaign: Campaign) -> None:
    """See that the ballot as printed has every unit's row, and reads its own blank as blank. Raises FormError."""
    pages = ballot_pages(read_table_forms(document), campaign.ballot.choices)
    check_roster(pages, campaign)
    prove_blank(document, [replace(page, marks=campaign.ballot.marks) for page in pages])


def check_roster(forms: Sequence[BallotForm], campaign: Campaign) -> None:
    """See that every unit can be ticked once, in order. Raises FormError naming the first that cannot."""
    wanted = [(str(unit.serial), "".join(unit.name.split())) for unit in campaign.units]
    found = [(row.item, row.name) for form in forms for row in sorted(form.rows, key=lambda row: int(row.item))]
    for number, unit in enumerate(wanted):
        if found[number : number + 1] != [unit]:
            raise FormError(f"生成的评议表里第 {unit[0]} 号“{unit[1]}”不在应在的位置；请把 campaign.toml 交技术人员")
    if len(found) > len(wanted):
        raise FormError(f"生成的评议表多出一行“{found[len(wanted)][1]}”；请把 campaign.toml 交技术人员")
    if len(forms) != campaign.ballot.pages:
        raise FormError(f"生成的评议表有 {len(forms)} 页表格，应为 {campaign.ballot.pages} 页")


def check_printed(document: Path, pdf: Path, pages: int, mend: str = "") -> None:
    """
    See that the PDF's text is the Word file's, letter by letter, on so many pages.

    Raises FormError telling where they part, and how it is to be mended (Chinese; of the campaign's own ballot where
    nothing is told): a name that did not fit its cell is cut by LibreOffice without a word.
    """
    printed = page_texts(pdf)
    if len(printed) != pages:
        raise FormError(f"{pdf.name} 印出 {len(printed)} 页，应为 {pages} 页；{mend or MEND_PAGES}")
    wanted, found = body_text(document), "".join(printed)
    if wanted == found:
        return
    at = next(_differing(wanted, found), min(len(wanted), len(found)))
    raise FormError(
        f"{pdf.name} 印出的文字与表样不一致：应为“{wanted[max(0, at - AROUND) : at + AROUND]}”，"
        f"印出“{found[max(0, at - AROUND) : at + AROUND]}”；{mend or MEND_WORDS}"
    )


def _differing(one: str, other: str) -> Iterator[int]:
    return (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])


def _stems(batches: Sequence[Batch]) -> dict[str, str]:
    """File names by batch code."""
    stems = {batch.code: file_name(f"{batch.code} {batch.distributor}", "") for batch in batches}
    if len(stems) != len(batches):
        raise CampaignError("发放计划 batches.csv 里有批次号用了两次；请换一个号")
    return stems
