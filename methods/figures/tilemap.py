"""A tile-grid map of China's 34 province-level units: equal tiles, no borders."""

from typing import TYPE_CHECKING

from methods.figures.charts import PALE, readable_on

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Approximate position of each unit on a map, by its one-character abbreviation.
GRID = """
. . . . . . . 黑
. . . . . . . 吉
新 . . . 蒙 京 津 辽
. 甘 宁 陕 晋 冀 鲁 .
. 青 . . 豫 皖 苏 沪
藏 . 川 渝 鄂 赣 浙 .
. . 云 贵 湘 粤 闽 台
. . . . 桂 澳 港 .
. . . . 琼 . . .
"""
# Abbreviation, full name as in metadata.csv, name on the tile, English.
UNITS = """
京 北京市 北京 Beijing
津 天津市 天津 Tianjin
冀 河北省 河北 Hebei
晋 山西省 山西 Shanxi
蒙 内蒙古自治区 内蒙古 Inner Mongolia
辽 辽宁省 辽宁 Liaoning
吉 吉林省 吉林 Jilin
黑 黑龙江省 黑龙江 Heilongjiang
沪 上海市 上海 Shanghai
苏 江苏省 江苏 Jiangsu
浙 浙江省 浙江 Zhejiang
皖 安徽省 安徽 Anhui
闽 福建省 福建 Fujian
赣 江西省 江西 Jiangxi
鲁 山东省 山东 Shandong
豫 河南省 河南 Henan
鄂 湖北省 湖北 Hubei
湘 湖南省 湖南 Hunan
粤 广东省 广东 Guangdong
桂 广西壮族自治区 广西 Guangxi
琼 海南省 海南 Hainan
渝 重庆市 重庆 Chongqing
川 四川省 四川 Sichuan
贵 贵州省 贵州 Guizhou
云 云南省 云南 Yunnan
藏 西藏自治区 西藏 Xizang
陕 陕西省 陕西 Shaanxi
甘 甘肃省 甘肃 Gansu
青 青海省 青海 Qinghai
宁 宁夏回族自治区 宁夏 Ningxia
新 新疆维吾尔自治区 新疆 Xinjiang
台 台湾省 台湾 Taiwan
港 香港特别行政区 香港 Hong Kong
澳 澳门特别行政区 澳门 Macao
"""


def tiles() -> "pd.DataFrame":
    """Return the tiles: one row per unit, index the full name, columns ``chinese, english, row, column``."""
    import pandas as pd

    place = {
        mark: (i, j) for i, line in enumerate(GRID.split("\n")[1:]) for j, mark in enumerate(line.split())
    }
    rows = []
    for line in UNITS.strip().split("\n"):
        mark, province, chinese, english = line.split(" ", 3)
        rows.append((province, chinese, english, *place[mark]))
    return pd.DataFrame(rows, columns=["province", "chinese", "english", "row", "column"]).set_index(
        "province"
    )


def tile_map(
    values: "pd.Series", ax: "Axes", fmt: str = "{:g}", cmap: str = "Blues", vmax: float | None = None
) -> "Axes":
    """Draw one tile per province-level unit, darker for larger values; units without a value are pale.

    Parameters
    ----------
    values : Series
        Non-negative numbers; index the full names of provinces (湖北省). Units that are not in it, missing
        values and zeros are drawn pale and without a number.
    ax : Axes
        About seven inches by five.
    fmt : str
        Format of the numbers.
    cmap : str
        A colormap from white to dark.
    vmax : float, optional
        The value of the darkest colour; by default the maximum.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If an index entry is not a province-level unit.
    """
    units = tiles()
    unknown = sorted(set(values.index) - set(units.index))
    if unknown:
        raise ValueError(f"not the full name of a province-level unit: {', '.join(map(str, unknown))}")
    units["value"] = values.where(values > 0)
    top = vmax or values.max() or 1
    for unit in units.itertuples():
        draw_tile(unit, ax, fmt, cmap, top)
    ax.set(xlim=(-0.02, units["column"].max() + 1.02), ylim=(units["row"].max() + 1.02, -0.02))
    ax.set_axis_off()
    return ax


def draw_tile(unit: object, ax: "Axes", fmt: str, cmap: str, top: float) -> None:
    """Draw one tile of the map: the Chinese name, the English one, the number."""
    import matplotlib as mpl

    known = unit.value == unit.value  # a missing value is not equal to itself
    # Colours start at 0.15, so that the smallest value differs from no value.
    fill = mpl.colormaps[cmap](0.15 + 0.85 * min(unit.value / top, 1)) if known else PALE
    ink = readable_on(mpl.colors.to_rgba(fill)) if known else "#666666"
    ax.add_patch(
        mpl.patches.Rectangle((unit.column + 0.03, unit.row + 0.03), 0.94, 0.94, facecolor=fill, linewidth=0)
    )
    x, y = unit.column + 0.5, unit.row
    ax.text(x, y + 0.26, unit.chinese, ha="center", va="center", fontsize=8, color=ink)
    ax.text(x, y + 0.52, unit.english, ha="center", va="center", fontsize=7, color=ink)
    if known:
        ax.text(x, y + 0.79, fmt.format(unit.value), ha="center", va="center", fontsize=8.5, color=ink)
