"""`pingyi init`: a new workspace with the default campaign and a sample distribution plan."""

import csv
import io
from collections.abc import Container, Iterator
from importlib.resources import files
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.next_year import next_year, other_years
from pingyi.domain.campaign.points import Component, EvaluatorGroup
from pingyi.domain.handed_in.batch_list import COLUMNS
from pingyi.ground.csv_text import literal
from pingyi.ground.errors import FileError
from pingyi.ground.whole import new_file
from pingyi.workflow.desk.workspace import CAMPAIGN, Workspace, read_text

DEFAULT_CAMPAIGN = "campaign-2024.toml"
SAMPLE_COPIES = 20  # forms for one unit's people: a sample, the office writes its own
SAMPLE_REMARK = "示例份数，请按实际人数修改"
HANDED_OUT_BY = {  # words in a group's name that tell which kinds of unit hand out its forms, beside their own
    "镇": ("镇", "村"),
    "街道": ("街道", "社区"),
    "机关部门": ("部门",),
}
OFFICE_ENDING = "办"  # 区人大办 looks after 区人大's people


def start_workspace(
    folder: Path, campaign_file: Path | None = None, year: int | None = None
) -> tuple[Workspace, tuple[Batch, ...]]:
    """
    Make `folder` a workspace; the campaign is the given file or the one that comes with the program, rolled to `year`.

    Raises FileError when the folder is in use, CampaignError when the file given is wrong.
    """
    check_new(folder)
    text, _ = campaign_text(campaign_file, year)
    campaign = parse_campaign(text, campaign_file.name if campaign_file else CAMPAIGN)
    batches = tuple(sample_batches(campaign))
    workspace = Workspace(root=folder, campaign=campaign)
    with new_file(workspace.batches_file) as part:
        part.write_text(batches_text(batches), encoding="utf-8-sig")
    with new_file(workspace.campaign_file) as part:  # last: it is what makes the folder a workspace
        part.write_text(text, encoding="utf-8")
    return workspace, batches


def check_new(folder: Path) -> None:
    """Raises FileError when the folder is in use."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder} 已有内容，没有改动；请换一个新的或空的文件夹")


def campaign_text(campaign_file: Path | None = None, year: int | None = None) -> tuple[str, tuple[str, ...]]:
    """
    The file given or the one that comes along, rolled to `year`; and its lines that a person should look at.

    Raises FileError when there is no such file, CampaignError when it is wrong.
    """
    if campaign_file and not campaign_file.is_file():
        raise FileError(f"找不到方案文件 {campaign_file}；请核对路径")
    text = read_text(campaign_file) if campaign_file else default_campaign_text()
    now = parse_campaign(text, campaign_file.name if campaign_file else CAMPAIGN).about.year
    if year is None or year == now:
        return text, other_years(text, now)
    rolled = next_year(text, now, year)
    return rolled.text, rolled.check


def default_campaign_text() -> str:
    """The campaign that comes with the program."""
    return files("pingyi.templates").joinpath(DEFAULT_CAMPAIGN).read_text(encoding="utf-8")


def sample_batches(campaign: Campaign) -> Iterator[Batch]:
    """A plan to start from: each group's forms handed out by the units or offices its name speaks of."""
    for group in campaign.groups:
        if not _votes_on_ballots(group, campaign):
            continue
        for number, distributor in enumerate(_distributors(group, campaign), start=1):
            yield Batch(code=f"{group.key}{number:02d}", group=group.key, distributor=distributor, copies=SAMPLE_COPIES)


def batches_text(batches: tuple[Batch, ...], counted: Container[str] = ()) -> str:
    """The plan as batches.csv, each line marked as a sample but those of the codes `counted`."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*COLUMNS, "备注"])
    for b in batches:
        writer.writerow([b.code, b.group, literal(b.distributor), b.copies, "" if b.code in counted else SAMPLE_REMARK])
    return stream.getvalue()


def count_samples(text: str) -> int:
    """How many lines of a plan of distribution still have the sample's number of copies."""
    return sum(SAMPLE_REMARK in line for line in text.splitlines())


def _votes_on_ballots(group: EvaluatorGroup, campaign: Campaign) -> bool:
    """Leaders tick ballots only when the office counts leaders by votes."""
    return group.component is Component.VOTES or campaign.policies.leader_form.value == "votes"


def _distributors(group: EvaluatorGroup, campaign: Campaign) -> list[str]:
    offices = [
        office
        for office in campaign.distributors
        if office.endswith(OFFICE_ENDING) and office.removesuffix(OFFICE_ENDING) in group.name
    ]
    kinds = {
        kind
        for kind in {series.kind for series in campaign.series}
        if any(word in group.name for word in HANDED_OUT_BY.get(kind, (kind,)))
    }
    units = [unit.name for unit in campaign.units if unit.kind in kinds]
    asking = [group.asked_by] if group.asked_by in campaign.distributors else list(campaign.distributors[:1])
    return offices or units or asking or [campaign.units[0].name]
