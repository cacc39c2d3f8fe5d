"""What every Chinese text of the course is held to: its words, its marks, and no English."""

import re

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


# Latin letters that a Chinese sentence may hold outside of code and formulas
TERMS = """
    word2vec softmax sigmoid one-hot skip-gram CBOW Huffman NaN logit tanh numpy Python gensim EH
    exp ln cos log Jupyter JupyterLab Tab Shift Enter Ctrl Run All Cells Further English IPA
    fastText NCE PMI jieba Bengio Mikolov Mnih Hinton Ruder Gutmann Hyvärinen Teh Senécal Jean
    Devlin Andreas Klein Chen Grangier Auli Kim Jozefowicz Goodman Levy Goldberg Graphviz
    NLTK WordSim- SimLex- Google News GloVe Apache-2 PDDL MIT BY-SA pip npm JSON Java Spark
    t-SNE ICD BM2 WEAT LSTM SVM BERT PV-DM PV-DBOW Nissim Caliskan scikit-learn idf
    Sebastian wordfreq Esc row code label lift embedding index self-supervised epoch subsampling
    PPMI SVD ELMo GPT Transformer Xin Rong arXiv Collobert Weston Elman Hochreiter Schmidhuber
    Sutskever Vinyals Bahdanau Cho Sennrich Haddow Birch Vaswani Peters Radford Ouyang Dagan
    Pennington Bojanowski Ling wevi Procrustes encoder d2l
"""


def left_in_english(text):
    """The words that are in no Chinese sentence, but as a term in its own language in brackets."""
    names = re.sub(rf"（[^（）{HAN}]*）|\[English\]", "", text)
    words = re.findall(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ2-]{2,}", re.sub(r"\b\w+_\w+\b", "", names))
    return set(words) - set(TERMS.split())
