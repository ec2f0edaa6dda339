"""Names of other units: found where they were left over from a copied text, never the unit's own or its superiors'."""

import pytest

from board.truth.units import Names, foreign_names

NAMES = Names("嘉泽中心小学（示例）", "优化管理上水平，建设和谐新嘉小　区教育局　嘉泽镇党委　幸福里街道")


def found(sentence: str) -> list[str]:
    return foreign_names(sentence, NAMES)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("查找影响城关小学和谐稳定的突出问题", "城关小学"),
        ("阳光小学的教师普遍反映备课时间不够", "阳光小学"),
        ("湟里镇中心小学班子成员深入班级不够", "湟里镇中心小学"),
        ("人民路小学党支部对照检查", "人民路小学"),
        ("红星幼儿园的家长接送不便", "红星幼儿园"),
        ("嘉泽幼儿园放学早", "嘉泽幼儿园"),
        ("城东街道的居民提了意见", "城东街道"),
        ("按照武进区教育局的部署", "武进区教育局"),
        ("郑陆实验学校的管理还不够细", "郑陆实验学校"),
        ("向湟里镇党委作了汇报", "湟里镇党委"),
    ],
)
def test_another_units_name_is_found(sentence: str, name: str) -> None:
    assert found(sentence) == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "嘉泽中心小学的班子成员",
        "嘉泽小学的班子成员",
        "嘉泽镇中心小学的班子成员",
        "武进区嘉泽镇中心小学的班子成员",
        "建设和谐新嘉小",
        "嘉小的教师",
        "按照区教育局和嘉泽镇党委的部署",
        "幸福里街道派人到会",
        "我校是一所农村小学，小学生多，中学少",
        "城乡学校、乡镇中心小学、家长学校、教师进修学校",
        "本区小学和全镇学校的老师",
        "其他学校怎么做",
        "学习城关小学的做法",
        "对照先进学校，如洋思中学",
        "镇里和街道都派人来听",
        "市实验小学、城东小学的同行也常来走动",
        "与城南小学、柳河小学结为联片教研单位",
        "微机教师是从柳河小学借来的",
        "城西小学来了三位老师",
        "",
    ],
)
def test_its_own_name_and_general_words_are_not(sentence: str) -> None:
    assert found(sentence) == []
