"""What the lessons may quote of the article, word for word, by the section that it stands in.

穆文：《[NLP] 秒懂词向量Word2vec的本质》，知乎，2019-05-24. "A1" to "A3" are its answers to readers.
"""

import re

ARTICLE = {
    "§2": [
        "『Distributed Representations of Sentences and Documents』",
        "贡献: 在前人基础上提出更精简的语言模型 (language model) 框架并用于生成词向量",
        "『Efficient estimation of word representations in vector space』",
        "贡献: 专门讲训练 Word2vec 中的两个trick: hierarchical softmax 和 negative sampling",
    ],
    "§3.1": [
        "最细粒度的是 词语",
        "这个模型的目的, 就是判断 (x, y) 这个样本, 是否符合自然语言的法则, "
        "更通俗点说就是: 词语 x 和词语 y 放在一起, 是不是人话。",
        "从而 f(吴彦祖) = f(我) = y ，所以大数据告诉我们：我 = 吴彦祖（完美的结论）",
        "最细粒度的是 词语",
    ],
    "§3.2.1": [
        "隐层的激活函数其实是线性的，相当于没做任何处理"
        "（这也是 Word2vec 简化之前语言模型的独到之处）",
        "这个向量 v_x 就可以用来唯一表示 x",
        "正是 Mikolov 在论文里所提到的，『输入向量』和『输出向量』，一般我们用『输入向量』。",
        "Word2vec 本质上是一种降维操作",
    ],
    "§3.2.2": [
        "可以看成是 单个 x→单个 y 模型的并联，"
        "cost function 是单个 cost function 的累加（取log之后）"
    ],
    "§3.2.3": [
        "这里是输入变成了多个单词，所以要对输入处理下（一般是求和然后平均），"
        "输出的 cost function 不变"
    ],
    "§3.3": [
        "Hierarchical softmax 只是 softmax 的一种近似形式",
        "本质是把 N 分类问题变成 log(N) 次二分类",
        "而 negative sampling 也是从其他方法借鉴而来",
        "本质是预测总体类别的一个子集",
    ],
    "§3.4": [
        "证明了 Skip-gram 模型和 GloVe 的 cost function 本质上是一样的",
        "最新的语言模型 Bert 也借鉴了 Word2vec 的 CBOW 模式",
    ],
    "A1": ["每个 one-hot encoder 里值是 1 的那个位置, 对应的 V 个权重被激活"],
    "A2": [
        "确实是只能优化输入向量，没有输出向量了",
        "但注意因为只有 log(V) 个权重 w 了，"
        "所以跟 V 个词并不是一一对应关系，就不能用 w 表征某个词，从而失去了词向量的意义",
        "最后将这 log(V) 个 P 相乘，得到属于目标词的概率",
        "这里的 softmax 其实多了一个『自由度』，因为 V 分类只需要 V-1 个权重即可",
        "那么 A 就可以表示为 [w1_1, w2_1], B 可以表示为 [w1_1, w2_2]",
        "当然了，一般没人这么干。。。开个脑洞而已",
    ],
    "A3": [
        "但 Huffman tree 被证明是更高效、更节省内存的编码形式，所以相应的权重更新寻优也更快",
        "当高频词频率很高时，算法效率高下立判",
    ],
    "§4": ["这里我们将使用 Gensim 和 NLTK 这两个库, 来完成对生物领域的相似词挖掘"],
    "reader": [
        "如果我手上业务的语料很少，怎么使用word2vector呢？",
        "输入一句话x，输出一句话y",
        "因为word2vec的损失并不是MSE/Cross-Entropy，而是-likelihood",
        "而无论google还是gensim的源代码中，确实都没有用到onehot encoder。",
    ],
}


def unquoted(text):
    """Without what the article says, which is as it is in both."""
    for sentence in re.findall("“([^“”]*)”", text):
        if any(sentence in told for told_ in ARTICLE.values() for told in told_):
            text = text.replace(f"“{sentence}”", "")
    return text
