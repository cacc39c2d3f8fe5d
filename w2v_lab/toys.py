"""The lab's own small corpora, each in English and Chinese, and the analogies that they must teach.

"kingdom" and "article" are texts; "plane" and "grammar" are written by a grammar in which each
sentence tells one thing about one word, so that what is told adds up: a queen is what is said of
kings and queens, and what is said of women. "topics" is words drawn by chance, so that what a
model should learn of them can be counted. All are made to be read, and all are our own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from .corpus import read_text
from .messages import LANGUAGES, choice, get_language

# Our own sentences, the Chinese ones segmented by hand with spaces between the words. "article" is
# the article's own pair: equal surroundings, so the vectors turn the same way.
TOY_TEXTS = {
    "kingdom": {
        "en": "the king rules the land\nthe queen rules the land\n"
        "the king wears a crown\nthe queen wears a crown",
        "zh": "国王 统治 这片 土地\n王后 统治 这片 土地\n国王 戴着 一顶 王冠\n王后 戴着 一顶 王冠",
    },
    "article": {
        "en": "they call Daniel handsome beyond compare\nthey call me handsome beyond compare",
        "zh": "她们 夸 吴彦祖 帅 到 没朋友\n她们 夸 我 帅 到 没朋友",
    },
    # A few words often and many rarely, as everywhere, so that a Huffman tree has something to do.
    "song": {
        "en": "the queen of the king loves the crown\nthe king of the queen loves the song\n"
        "the land of the king loves the song\nthe cave of the dragon has no song",
        "zh": "国王 的 王后 爱 国王 的 王冠\n王后 的 国王 爱 王后 的 歌\n"
        "国王 的 土地 爱 王后 的 歌\n龙 的 洞 没有 歌",
    },
}

# A rule is a line: a pair of words, and what can be said of each of them in the place of the star;
# the last two rules speak of the first words of all pairs, and of the second words. One of the
# words between bars is taken. Words in brackets are for the reader: they tell nothing of the
# meaning, and are left out of the sentences. Both languages have the same rules in the same order.
PLANE = {
    "en": {
        "gender": """
            man woman: (the) * works (in the) field|mill|market
            king queen: (the) * rules (from the) throne|palace|castle
            first: (the) * (says) he (is a) gentleman|brother|uncle
            second: (the) * (says) she (is a) lady|sister|aunt
        """,
    },
    "zh": {
        "gender": """
            男人 女人: * (在) 田里|磨坊|集市 干活
            国王 王后: * (在) 宝座|宫殿|城堡 (上) 统治
            first: * (说) 他 (是) 绅士|哥哥|叔叔
            second: * (说) 她 (是) 淑女|姐姐|姑姑
        """,
    },
}

GRAMMAR = {
    "en": {
        "gender": """
            man woman: (the) * hires|pays (the) plumber|carpenter (for the) house|office
            king queen: (the) * rules|governs (the) kingdom|land (from the) palace|castle
            boy girl: (the) * learns|practises spelling|arithmetic (at) school|kindergarten
            actor actress: (the) * plays|rehearses (the) scene|role (in the) theatre|film
            waiter waitress: (the) * serves|brings (the) soup|coffee (in the) restaurant|café
            wizard witch: (the) * casts|brews (the) spell|potion (in the) tower|cauldron
            first: (the) * (says) he (is a) gentleman|fellow|sir (and a) brother|uncle|nephew|son
            second: (the) * (says) she (is a) lady|dame|madam (and a) sister|aunt|niece|daughter
        """,
        "capital": """
            china beijing: (in) * (they speak) chinese (and buy) dumplings|tofu (for) yuan
            japan tokyo: (in) * (they speak) japanese (and buy) sushi|ramen (for) yen
            russia moscow: (in) * (they speak) russian (and buy) borscht|caviar (for) roubles
            poland warsaw: (in) * (they speak) polish (and buy) pierogi|sausage (for) zlotys
            thailand bangkok: (in) * (they speak) thai (and buy) curry|mangoes (for) baht
            britain london: (in) * (they speak) english (and buy) pudding|scones (for) pounds
            first: * (has a) border|coast|army (a) flag|anthem|passport (and) laws|courts|ministries
            second: * (has a) mayor|skyline|airport (a) tram|bridge|zoo (and) suburbs|cabs|crowds
        """,
        "young": """
            dog puppy: (the) * barks|growls (at the) bone|stick (in the) kennel|yard
            cat kitten: (the) * meows|purrs (at the) mouse|yarn (on the) sofa|windowsill
            cow calf: (the) * moos|chews (at the) clover|hay (in the) barn|pasture
            sheep lamb: (the) * bleats|nibbles (at the) heather|moss (in the) pen|hills
            horse foal: (the) * neighs|gallops (at the) fence|ditch (in the) stable|paddock
            first: (the) grown|strong|old * leads|guards|protects (the) others|group|farm
            second: (the) newborn|tiny|weak * suckles|stumbles|naps (near the) milk|litter|nest
        """,
    },
    "zh": {
        "gender": """
            男人 女人: * 雇用|付钱 (请) 水管工|木匠 (修) 房子|办公室
            国王 王后: * (在) 宫殿|城堡 统治|治理 王国|国土
            男孩 女孩: * (在) 学校|幼儿园 学习|练习 拼音|算术
            王子 公主: * (在) 舞会|花园 (里) 弹奏|哼唱 舞曲|情歌
            爸爸 妈妈: * (在) 厨房|餐厅 端来|送上 热汤|咖啡
            男巫 女巫: * (在) 塔楼|大锅 (旁) 施展|调制 咒语|药水
            first: * (说) 他 (是) 绅士|小伙子|先生 (也是) 兄弟|叔叔|侄子|儿子
            second: * (说) 她 (是) 淑女|夫人|女士 (也是) 姐妹|阿姨|侄女|女儿
        """,
        "capital": """
            中国 北京: (在) * (人们说) 汉语 (买) 饺子|豆腐 (付) 人民币
            日本 东京: (在) * (人们说) 日语 (买) 寿司|拉面 (付) 日元
            俄罗斯 莫斯科: (在) * (人们说) 俄语 (买) 红菜汤|鱼子酱 (付) 卢布
            波兰 华沙: (在) * (人们说) 波兰语 (买) 波兰饺子|香肠 (付) 兹罗提
            泰国 曼谷: (在) * (人们说) 泰语 (买) 咖喱|芒果 (付) 泰铢
            英国 伦敦: (在) * (人们说) 英语 (买) 布丁|司康饼 (付) 英镑
            first: * (有) 边境|海岸|军队 国旗|国歌|护照 (和) 法律|法院|部委
            second: * (有) 市长|天际线|机场 电车|大桥|动物园 (和) 郊区|出租车|人群
        """,
        "young": """
            狗 小狗: * (在) 狗窝|院子 (里对着) 骨头|树枝 汪汪叫|低吼
            猫 小猫: * (在) 沙发|窗台 (上对着) 老鼠|毛线 喵喵叫|打呼噜
            牛 牛犊: * (在) 牛棚|牧场 (里对着) 苜蓿|干草 哞哞叫|反刍
            羊 羊羔: * (在) 羊圈|山坡 (上对着) 石楠|苔藓 咩咩叫|啃食
            马 马驹: * (在) 马厩|围场 (里对着) 栅栏|水沟 嘶鸣|奔跑
            first: 成年|强壮|年老 (的) * 带领|守卫|保护 同伴|群体|农场
            second: 刚出生|瘦小|虚弱 (的) * (在) 乳汁|同窝|巢穴 (旁) 吃奶|摇晃|打盹
        """,
    },
}

# Twenty words of four topics, so few that every pair of them meets.
TOPICS = {
    "en": (
        "wave ship sail shore fish",
        "bread soup oven salt spoon",
        "song drum violin choir melody",
        "cloud rain wind star moon",
    ),
    "zh": (
        "海浪 船 帆 海岸 鱼",
        "面包 汤 烤箱 盐 勺子",
        "歌 鼓 小提琴 合唱 旋律",
        "云 雨 风 星星 月亮",
    ),
}

GRAMMARS = {"plane": PLANE, "grammar": GRAMMAR}
SENTENCES = 2_000
TOPIC_SENTENCES, TOPIC_WORDS = 5_000, 10
AT_HOME = 6  # times as likely is a word in a sentence of its own topic
SHARES = {"gender": 0.5, "capital": 0.3, "young": 0.2}  # of the sentences of each kind


@dataclass(frozen=True)
class Rule:
    """Of which words a rule speaks, and its slots: the words that may stand in each place."""

    words: tuple[str, ...]
    slots: tuple[tuple[str, ...], ...]

    def says_of(self, word: str) -> tuple[tuple[str, ...], ...]:
        """The slots with the word itself in the place of the star."""
        return tuple((word,) if slot == ("*",) else slot for slot in self.slots)


@dataclass(frozen=True)
class Kind:
    """One kind of analogy: its pairs, as (king, queen), and the rules about all their words."""

    pairs: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]

    @classmethod
    def read(cls, lines: str) -> Kind:
        """Read the lines of a grammar, which say what they mean above."""
        told = [line.split(":") for line in lines.strip().splitlines()]
        pairs = tuple((first, second) for first, second in (who.split() for who, _ in told[:-2]))
        words = [*pairs, *zip(*pairs, strict=True)]
        rules = (Rule(who, _slots(what)) for who, (_, what) in zip(words, told, strict=True))
        return cls(pairs, tuple(rules))

    @property
    def questions(self) -> list[tuple[str, str, str, str]]:
        """Each pair asked about each other one: (man, woman, king, queen)."""
        return [(*one, *other) for one, other in itertools.permutations(self.pairs, 2)]


def _slots(what: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(slot.split("|")) for slot in re.sub(r"\(.*?\)", " ", what).split())


def toy_sentences(name: str = "kingdom", language: str | None = None) -> list[list[str]]:
    """One of the lab's own small corpora, in the chosen language.

    "kingdom" and "song" have 4 sentences and "article" 2; "plane" tells 24 things about four
    words, and "grammar" draws 2,000 sentences about 34 words, always the same ones; "topics" draws
    5,000 sentences of ten words, each out of twenty by the topic of its sentence. Raises W2VError.
    """
    name = choice("name", name, (*TOY_TEXTS, *GRAMMARS, "topics"))
    language = choice("language", language or get_language(), LANGUAGES)
    if name == "plane":
        return all_sentences(kinds("plane", language)["gender"])
    if name == "grammar":
        return drawn_sentences(kinds("grammar", language), np.random.default_rng(0))
    if name == "topics":
        return topic_sentences(TOPICS[language], np.random.default_rng(0))
    return read_text(TOY_TEXTS[name][language])


def toy_analogies(
    name: str = "grammar", language: str | None = None
) -> dict[str, list[tuple[str, str, str, str]]]:
    """The questions that a toy corpus answers: lists of (a, b, c, d), a is to b as c is to d.

    "grammar" has the kinds "gender", "capital" and "young", "plane" has "gender". Each pair is
    asked about each other pair of its kind. Raises W2VError.
    """
    name = choice("name", name, GRAMMARS)
    language = choice("language", language or get_language(), LANGUAGES)
    return {name: kind.questions for name, kind in kinds(name, language).items()}


@cache
def kinds(name: str, language: str) -> dict[str, Kind]:
    """The kinds of analogy of a grammar, read from its lines."""
    return {kind: Kind.read(lines) for kind, lines in GRAMMARS[name][language].items()}


def all_sentences(kind: Kind) -> list[list[str]]:
    """Everything that the rules of a kind can say, once."""
    return [
        list(words)
        for rule in kind.rules
        for word in rule.words
        for words in itertools.product(*rule.says_of(word))
    ]


def drawn_sentences(kinds: dict[str, Kind], rng: np.random.Generator) -> list[list[str]]:
    """Draw SENTENCES sentences: a kind, a word of it, a rule about the word, a word a slot."""
    shares = [SHARES[name] for name in kinds]
    sentences = []
    for name in rng.choice(list(kinds), size=SENTENCES, p=shares):
        words = list(itertools.chain(*kinds[name].pairs))
        word = words[rng.integers(len(words))]
        about = [rule for rule in kinds[name].rules if word in rule.words]
        slots = about[rng.integers(len(about))].says_of(word)
        sentences.append([slot[rng.integers(len(slot))] for slot in slots])
    return sentences


def topic_sentences(topics: Sequence[str], rng: np.random.Generator) -> list[list[str]]:
    """Draw TOPIC_SENTENCES sentences: a topic, and TOPIC_WORDS words that it makes likely.

    The words' own probabilities fall as 1/rank in a shuffled order.
    """
    words = [word for place in zip(*map(str.split, topics), strict=True) for word in place]
    base = 1 / (1 + rng.permutation(len(words)))
    topic_of = np.arange(len(words)) % len(topics)
    sentences = []
    for topic in rng.integers(len(topics), size=TOPIC_SENTENCES):
        likely = np.where(topic_of == topic, AT_HOME, 1) * base
        drawn = rng.choice(len(words), size=TOPIC_WORDS, p=likely / likely.sum())
        sentences.append([words[number] for number in drawn])
    return sentences
