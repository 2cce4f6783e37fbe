"""The invented office copier: how its feeder, its glass and the paper behave, and four presets of it."""

from dataclasses import dataclass, replace

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copier:
    """Ranges are drawn from evenly; fields ending in _share are the share of pages that have the fault."""

    name: str
    dpis: tuple[int, ...] = (300,)
    # how the sheet lies
    skew_deg: float = 0.0  # standard deviation; never above 3 degrees
    shift_mm: float = 0.0
    upside_down_share: float = 0.0
    sideways_share: float = 0.0
    stretch: float = 0.0  # standard deviation of either axis, as a share
    # the print
    print_scale: Range = (1.0, 1.0)  # "fit to page" shrinks
    faint_print_share: float = 0.0
    thick_print_share: float = 0.0
    # the paper
    fold_share: float = 0.0
    seal_share: float = 0.0
    show_through_share: float = 0.0
    punched_share: float = 0.0
    bend_share: float = 0.0
    # the machine
    black_border_share: float = 0.0
    shading: float = 0.0  # darkest corner, as a share of white lost
    streak_share: float = 0.0
    dust_share: float = 0.0
    blur_px: Range = (0.0, 0.0)
    noise: Range = (0.0, 0.0)  # standard deviation in grey levels
    white: Range = (255.0, 255.0)
    black: Range = (0.0, 0.0)
    jpeg_quality: tuple[int, int] = (90, 90)
    two_level_share: float = 0.0
    colour_share: float = 0.0
    # a telephone instead of a scanner
    photo: bool = False


CLEAN = Copier(
    name="clean",
    dpis=(200, 300),
    skew_deg=0.25,
    shift_mm=0.6,
    print_scale=(0.98, 1.0),
    noise=(0.5, 2.0),
    white=(250.0, 255.0),
    black=(0.0, 25.0),
    jpeg_quality=(80, 93),
)
OFFICE = replace(
    CLEAN,
    name="office",
    dpis=(150, 200, 200, 300),
    skew_deg=0.8,
    shift_mm=1.5,
    upside_down_share=0.08,
    stretch=0.003,
    print_scale=(0.95, 1.0),
    faint_print_share=0.08,
    thick_print_share=0.08,
    show_through_share=0.15,
    punched_share=0.05,
    black_border_share=0.08,
    shading=0.06,
    streak_share=0.04,
    dust_share=0.15,
    blur_px=(0.0, 0.7),
    noise=(1.0, 5.0),
    white=(238.0, 255.0),
    black=(5.0, 50.0),
    jpeg_quality=(60, 90),
    two_level_share=0.1,
    colour_share=0.06,
)
ROUGH = replace(
    OFFICE,
    name="rough",
    skew_deg=1.4,
    shift_mm=3.0,
    upside_down_share=0.12,
    sideways_share=0.06,
    stretch=0.006,
    print_scale=(0.93, 1.0),
    faint_print_share=0.18,
    thick_print_share=0.15,
    fold_share=0.4,
    seal_share=0.2,
    show_through_share=0.35,
    punched_share=0.1,
    bend_share=0.1,
    black_border_share=0.35,
    shading=0.18,
    streak_share=0.35,
    dust_share=0.4,
    blur_px=(0.2, 1.1),
    noise=(2.0, 9.0),
    white=(225.0, 255.0),
    black=(10.0, 70.0),
    jpeg_quality=(45, 85),
    two_level_share=0.12,
)
PHOTO = replace(
    CLEAN,
    name="photo",
    dpis=(150, 200, 300),
    skew_deg=1.0,
    fold_share=0.2,
    bend_share=0.5,
    blur_px=(0.2, 1.0),
    noise=(2.0, 7.0),
    white=(215.0, 250.0),
    black=(5.0, 45.0),
    shading=0.3,
    jpeg_quality=(55, 88),
    colour_share=0.3,
    photo=True,
)
PRESETS = {copier.name: copier for copier in (CLEAN, OFFICE, ROUGH, PHOTO)}

_PLAIN = replace(CLEAN, dpis=(150,), jpeg_quality=(34, 42), noise=(0.5, 1.0))
SINGLE_FAULTS = {  # one fault at a time, named as test files are
    "upside_down": replace(_PLAIN, upside_down_share=1.0),
    "sideways": replace(_PLAIN, sideways_share=1.0),
    "skewed": replace(_PLAIN, skew_deg=2.2),
    "stretched": replace(_PLAIN, stretch=0.012, print_scale=(0.92, 0.94)),
    "faint_print": replace(_PLAIN, faint_print_share=1.0),
    "thick_print": replace(_PLAIN, thick_print_share=1.0),
    "folded": replace(_PLAIN, fold_share=1.0),
    "sealed": replace(_PLAIN, seal_share=1.0),
    "sealed_in_colour": replace(_PLAIN, seal_share=1.0, colour_share=1.0),
    "showing_through": replace(_PLAIN, show_through_share=1.0),
    "punched": replace(_PLAIN, punched_share=1.0),
    "bent": replace(_PLAIN, bend_share=1.0),
    "black_border": replace(_PLAIN, black_border_share=1.0, skew_deg=1.5, shift_mm=3.0),
    "shaded": replace(_PLAIN, shading=0.35),
    "streaked": replace(_PLAIN, streak_share=1.0),
    "dusty": replace(_PLAIN, dust_share=1.0),
    "blurred": replace(_PLAIN, blur_px=(1.1, 1.2)),
    "noisy": replace(_PLAIN, noise=(8.0, 10.0)),
    "two_level": replace(_PLAIN, two_level_share=1.0, dpis=(200,)),
}
