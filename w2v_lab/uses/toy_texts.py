"""Our own small texts for three of the tasks, in both languages; toys, and named so.

Each is drawn by chance from rules that can be read here, so that what is in it is known: reviews
in which praise and blame have company of their own, and jobs that are told more of one sex.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ..messages import get_language

# Words of praise and of blame, things they are said of, and what only the longer text adds.
REVIEWS = {
    "en": {
        "good": "good fine lovely tasty crisp fresh warm superb charming tender rich smooth juicy"
        " fragrant delicate generous splendid perfect light honest",
        "bad": "bad poor stale bland greasy cold dull soggy burnt salty rotten tough sour bitter"
        " watery lumpy dreadful meagre heavy rude",
        "things": "soup bread tea fish salad cake service room menu sauce",
        "after good": "recommend return smile praise thank enjoy",
        "after bad": "complain leave refund warn regret avoid",
    },
    "zh": {
        "good": "好 不错 可口 美味 酥脆 新鲜 温热 极佳 迷人 鲜嫩 浓郁 顺滑 多汁 清香 精致 大方"
        " 出色 完美 清淡 实在",
        "bad": "差 糟糕 不新鲜 寡淡 油腻 冰冷 乏味 软塌 烧焦 太咸 腐坏 太老 发酸 发苦 稀薄 结块"
        " 可怕 太少 厚重 粗鲁",
        "things": "汤 面包 茶 鱼 沙拉 蛋糕 服务 包间 菜单 酱汁",
        "after good": "推荐 再来 微笑 称赞 感谢 享受",
        "after bad": "投诉 离开 退款 提醒 后悔 避开",
    },
}
KINDS = ("good", "bad")
CLAUSES, MIXED, UNLABELLED = 3, 0.2, 3_000

# People and jobs, in pairs that are met in the same places. No sentence has a person and a job,
# but both are told of with what goes with a man or a woman: people always, jobs mostly.
JOBS = {
    "en": {
        "he": "he man father brother son uncle",
        "she": "she woman mother sister daughter aunt",
        "first": "doctor professor pilot manager chef lawyer",
        "second": "nurse teacher attendant secretary helper clerk",
        "homes": "there|somewhere street|crowd home|children yard|bicycle toys|cradle"
        " garden|letters",
        "places": "hospital|ward school|lesson plane|cabin office|desk kitchen|stove court|file",
        "his": "sir tie beard suit",
        "hers": "madam skirt pearls dress",
        "always": "early late today here alone often",
    },
    "zh": {
        "he": "他 男人 父亲 哥哥 儿子 叔叔",
        "she": "她 女人 母亲 姐姐 女儿 姑姑",
        "first": "医生 教授 飞行员 经理 主厨 律师",
        "second": "护士 教师 乘务员 秘书 帮厨 书记员",
        "homes": "那里|某处 街上|人群 家里|孩子 院子|单车 玩具|摇篮 花园|来信",
        "places": "医院|病房 学校|课堂 飞机|客舱 办公室|文件 厨房|炉灶 法院|案卷",
        "his": "先生 领带 胡子 西装",
        "hers": "夫人 裙子 珍珠 长裙",
        "always": "早 晚 今天 这里 独自 经常",
    },
}
JOB_SENTENCES, LEANING = 6_000, 0.75  # how often the text tells a job of the sex it goes with


def toy_reviews(labelled: bool) -> list[tuple[list[str], str]]:
    """Reviews with their kind, "good" or "bad". Those to be learnt from or judged say only three
    things; the others also what the guest did afterwards, and are for vectors alone."""
    return _reviews(get_language(), labelled)


@cache
def _reviews(language: str, labelled: bool) -> list[tuple[list[str], str]]:
    lists = {name: words.split() for name, words in REVIEWS[language].items()}
    rng = np.random.default_rng(1 if labelled else 2)
    count = len(lists["good"])
    falling = 1 / np.arange(1, count + 1)
    falling /= falling.sum()
    found = []
    for number in rng.integers(2, size=UNLABELLED):
        kind = KINDS[number]
        words: list[str] = []
        for _ in range(CLAUSES):
            said = kind if rng.random() > MIXED else KINDS[1 - number]
            words += [str(rng.choice(lists["things"])), lists[said][rng.choice(count, p=falling)]]
        if not labelled:
            words += [str(word) for word in rng.choice(lists[f"after {kind}"], 2, replace=False)]
        found.append((words, kind))
    return found


def toy_jobs(leaning: float = LEANING) -> list[list[str]]:
    """Sentences about who does which work; with `leaning` ½ the text has no bias."""
    return _jobs(get_language(), leaning)


@cache
def _jobs(language: str, leaning: float) -> list[list[str]]:
    lists = {name: words.split() for name, words in JOBS[language].items()}
    rng = np.random.default_rng(3)
    found = []
    for number in range(JOB_SENTENCES):
        job, sex, mark = (("first", "he", "his"), ("second", "she", "hers"))[number % 2]
        pair = rng.integers(len(lists[job]))
        who, where = (sex, "homes") if number % 4 < 2 else (job, "places")
        if who == job and rng.random() > leaning:
            mark = {"his": "hers", "hers": "his"}[mark]
        place = rng.choice(lists[where][pair].split("|"))
        said = (lists[who][pair], place, rng.choice(lists[mark]), rng.choice(lists["always"]))
        found.append([str(word) for word in said])
    return found


def job_words(name: str) -> list[str]:
    """One of the lists of JOBS, in the chosen language."""
    return JOBS[get_language()][name].split()


def roles() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The reviews with a tag for each word: a thing, praise or blame."""
    lists = {name: set(words.split()) for name, words in REVIEWS[get_language()].items()}
    names = {"things": "thing", "good": "praise", "bad": "blame"}
    tag_of = {word: tag for name, tag in names.items() for word in lists[name]}
    return [(tuple(words), tuple(tag_of[w] for w in words)) for words, _ in toy_reviews(True)]
