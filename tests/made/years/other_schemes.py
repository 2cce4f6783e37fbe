"""Schemes of other offices, those that come with the program; and the words of others that none of them may say."""

from pathlib import Path

EXAMPLES = Path(__file__).parents[3] / "templates" / "examples"
SCHEMES = {path.stem: path for path in sorted(EXAMPLES.glob("*.toml"))}
OF_YUFENG = "公众评议|街道|各镇|鱼峰|区直|机关部门|区委|绩效分析表"
NOT_THEIRS = {  # words of another scheme, by scheme
    "bureau": f"{OF_YUFENG}|热线|电话|四家班子",
    "villages": f"{OF_YUFENG}|热线|电话|四家班子|领导|班子|评分",
    "county": f"{OF_YUFENG}|电话|合并计分|自治区",
    "university": f"{OF_YUFENG}|热线|电话|四家班子|打分",
    "hospital": f"{OF_YUFENG}|热线|四家班子|领导|班子|评分",
    "enterprise": f"{OF_YUFENG}|热线|电话|四家班子",
}
