"""The Chinese texts: the words that the course does not use, and how they are set.

What a text quotes of code, in quotes or brackets, is left alone.
"""

import re

import pytest

import w2v_lab as w2v
from w2v_lab import lessons
from w2v_lab.messages import catalogue, text_files

EVERY = pytest.mark.parametrize("file", sorted(text_files()))
HAN = "\u4e00-\u9fff"
FULL = "，。；：？！、（）“”《》"

# By what the course says instead
AVOIDED = {
    "你": "您",
    "词表": "词典 词汇",
    "词": "单词",
    "编号": "下标 序号",
    "高频词": "常见词 常见的词 最常见",
    "低频词": "罕见词 罕见的词 最罕见 稀有词",
    "词频排名": "名次",
    "上下文": "语境 背景词 周围词",
    "近邻、旁边的词": "邻居",
    "skip-gram": "跳字 跳元",
    "隐藏层": "隐层 隐含层",
    "激活函数": "弯曲",
    "点积": "内积",
    "得分": "打分 分数",
    "概率": "几率",
    "损失": "代价 成本",
    "梯度、偏导数": "斜率",
    "梯度检验": "梯度检查 梯度校验",
    "数值梯度": "实测",
    "传回、反向传播": "回传 反传",
    "学习率": "学习速率",
    "收敛、稳定": "安定 静止",
    "随机种子": "种籽",
    "刚初始化的模型": "全新的模型",
    "舍入误差": "四舍五入",
    "子节点": "孩子",
    "内部节点": "非叶节点",
    "根节点": "根部",
    "合并": "会合 归并",
    "负样本": "反例",
    "负采样": "负抽样",
    "下采样": "二次采样 亚采样 降采样",
    "余弦相似度": "余弦相似性 余弦距离",
    "归一化": "规范化",
    "正如 c 之于____": "之于谁",
    "方差占比": "分散程度",
    "交互图": "小部件",
    "单元格": "格子 这一格 记事本",
    "标签页": "选项卡",
    "单步查看器": "浏览器会",
    "一点点": "一丝",
    "取出": "抄",
    "正确答案": "实际情况",
    "其他": "其它",
}

WRONG = {
    "half-width marks in a Chinese sentence": rf"[{HAN}”）][,;:?!]|[,;:?!][{HAN}“（]",
    "half-width brackets around Chinese": rf"\([{HAN}]|[{HAN}]\)",
    "a space between two Chinese letters": rf"[{HAN}] +[{HAN}]",
    "a space beside a full-width mark": rf"[{FULL}] +| +[{FULL}]",
    "no space between Chinese and Latin": rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]",
    "straight quotes": rf"[\"'][{HAN}]|[{HAN}][\"']",
    "three dots": r"\.\.\.|(?<!…)…(?!…)",
    "half a dash": "(?<!—)—(?!—)|–",
    "a hyphen for a minus": r"(?<!\w)-\d",
    "a mark between two quotations": "”、“",
}


def without_code(text):
    """The text without what it quotes: calls, lists, strings, names of menus, texts to type."""
    text = re.sub(rf"“[^”]*(…|[{HAN}] [{HAN}])[^”]*”", "“C”", text)
    text = re.sub(r'"[^"]*"(\.\w+\(\))?|`[^`]*`', "C", text)
    text = re.sub(r"[\w.]*[A-Za-z_]\w*[=(][^)，。；]*\)", "C", text)
    return re.sub(r"\w+=\(.*?\)|\[.*?\]|[A-Z]\w+…", "C", text)


def found(text):
    """What is wrong with a text."""
    words = [word for told in AVOIDED.values() for word in told.split() if word in text]
    return words + [name for name, pattern in WRONG.items() if re.search(pattern, text)]


@EVERY
def test_a_chinese_text_has_the_words_and_the_marks_of_the_course(file):
    wrong = {key: found(without_code(entry["zh"])) for key, entry in catalogue(file).items()}
    assert {key: faults for key, faults in wrong.items() if faults} == {}


@EVERY
def test_no_text_is_left_in_english(file):
    terms = {"softmax", "cos", "log", "PMI", "sample", "English", "EH", "Huffman", "CBOW"}
    terms |= {"skip", "gram", "ICD", "GloVe", "fastText"}
    for key, entry in catalogue(file).items():
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", entry["zh"]))
        assert re.search(f"[{HAN}]", entry["zh"]) or set(words) <= terms, key


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("最重的两个：常见的词先来", "常见的词"),
        ("国王 → 统治; 第 1 次更新", None),
        ("选“王后”,再看", "half-width marks in a Chinese sentence"),
        ("第 6 行 和 第 7 行", "a space between two Chinese letters"),
        ("得到 h。 再乘", "a space beside a full-width mark"),
        ("做了3次", "no space between Chinese and Latin"),
        ('读作"国王"', "straight quotes"),
        ("正在计算...", "three dots"),
        ("“国王”、“王后”", "a mark between two quotations"),
        ("(输入)", "half-width brackets around Chinese"),
    ],
)
def test_the_net_has_no_hole(text, wrong):
    assert found(text) == ([wrong] if wrong else ["half-width marks in a Chinese sentence"])


def test_the_numbers_that_bear_an_answer_out_are_named_in_the_readers_language():
    named = {}
    for language in ("en", "zh"):
        w2v.set_language(language)
        for name in ("first_loss", "zero_gradient", "rows_touched", "who_pays"):
            evidence = lessons.find(name).prove()
            named[name, language] = [evidence.rows[0], *evidence.columns, evidence.rows[-1]]
    for name in ("first_loss", "zero_gradient", "rows_touched", "who_pays"):
        words = " ".join(named[name, "zh"])
        assert re.search(f"[{HAN}]", words) and named[name, "zh"] != named[name, "en"]
        assert not re.search(r"\b(loss|count|bits|rows|balanced)\b", words)
