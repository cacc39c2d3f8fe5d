"""The 22 claims, word for word, with their sections, the places where the course has them, trials.

穆文：《[NLP] 秒懂词向量Word2vec的本质》，知乎，2019-05-24. "A1" to "A3" are its answers to readers,
"reader" is what readers wrote under it. A " / " stands between sentences quoted apart.
"""

from __future__ import annotations

from ..claim import claim
from . import trials

_01 = "01_words_to_numbers"
_02 = "02_one_word_predicts_the_next"
_03 = "03_learning_by_the_chain_rule"
_04 = "04_skip_gram_and_cbow"
_06 = "06_hierarchical_softmax"
_07 = "07_negative_sampling"
_11 = "11_family"

CLAIMS = (
    claim(
        "s1",
        "§2",
        "『Distributed Representations of Sentences and Documents』 / "
        "贡献: 在前人基础上提出更精简的语言模型 (language model) 框架并用于生成词向量 / "
        "『Efficient estimation of word representations in vector space』 / "
        "贡献: 专门讲训练 Word2vec 中的两个trick: hierarchical softmax 和 negative sampling",
        (_11, "m31"),
        trials.papers,
    ),
    claim(
        "s2",
        "§3.1",
        "这个模型的目的, 就是判断 (x, y) 这个样本, 是否符合自然语言的法则, "
        "更通俗点说就是: 词语 x 和词语 y 放在一起, 是不是人话。",
        (_07, "m02"),
        trials.human_speech,
    ),
    claim(
        "s3",
        "§3.1",
        "从而 f(吴彦祖) = f(我) = y ，所以大数据告诉我们：我 = 吴彦祖（完美的结论）",
        (_04, "m17"),
        trials.two_words,
    ),
    claim(
        "s4",
        "A1",
        "每个 one-hot encoder 里值是 1 的那个位置, 对应的 V 个权重被激活",
        (_01, "m12"),
        trials.weights_activated,
    ),
    claim(
        "s5",
        "§3.2.1",
        "隐层的激活函数其实是线性的，相当于没做任何处理"
        "（这也是 Word2vec 简化之前语言模型的独到之处）",
        (_02, "m16"),
        trials.linear_layer,
    ),
    claim("s6", "§3.2.1", "这个向量 v_x 就可以用来唯一表示 x", (_01, "m19"), trials.unique_vector),
    claim(
        "s7",
        "§3.2.1",
        "正是 Mikolov 在论文里所提到的，『输入向量』和『输出向量』，一般我们用『输入向量』。",
        (_03, "m18"),
        trials.two_matrices,
    ),
    claim(
        "s8", "§3.2.1", "Word2vec 本质上是一种降维操作", (_01, "m17"), trials.dimension_reduction
    ),
    claim(
        "s9",
        "§3.2.2",
        "可以看成是 单个 x→单个 y 模型的并联，"
        "cost function 是单个 cost function 的累加（取log之后）",
        (_04, "m06"),
        trials.in_parallel,
    ),
    claim(
        "s10",
        "§3.2.3",
        "这里是输入变成了多个单词，所以要对输入处理下（一般是求和然后平均），"
        "输出的 cost function 不变",
        (_04, "m13-1"),
        trials.bag_of_inputs,
    ),
    claim(
        "s11",
        "§3.3",
        "Hierarchical softmax 只是 softmax 的一种近似形式 / "
        "本质是把 N 分类问题变成 log(N) 次二分类",
        (_06, "m11"),
        trials.an_approximation,
    ),
    claim(
        "s12",
        "§3.3",
        "而 negative sampling 也是从其他方法借鉴而来 / 本质是预测总体类别的一个子集",
        (_07, "m08"),
        trials.a_subset,
    ),
    claim(
        "s13",
        "A2",
        "确实是只能优化输入向量，没有输出向量了 / 但注意因为只有 log(V) 个权重 w 了，"
        "所以跟 V 个词并不是一一对应关系，就不能用 w 表征某个词，从而失去了词向量的意义",
        (_06, "m14"),
        trials.inner_vectors,
    ),
    claim(
        "s14",
        "A2",
        "最后将这 log(V) 个 P 相乘，得到属于目标词的概率",
        (_06, "m11"),
        trials.product_of_answers,
    ),
    claim(
        "s15",
        "A2",
        "这里的 softmax 其实多了一个『自由度』，因为 V 分类只需要 V-1 个权重即可",
        (_03, "m22-1"),
        trials.degrees_of_freedom,
    ),
    claim(
        "s16",
        "A2",
        "那么 A 就可以表示为 [w1_1, w2_1], B 可以表示为 [w1_1, w2_2] / "
        "当然了，一般没人这么干。。。开个脑洞而已",
        (_06, "m21"),
        trials.path_vectors,
    ),
    claim(
        "s17",
        "A3",
        "但 Huffman tree 被证明是更高效、更节省内存的编码形式，所以相应的权重更新寻优也更快 / "
        "当高频词频率很高时，算法效率高下立判",
        (_06, "m19"),
        trials.two_trees,
    ),
    claim(
        "s18",
        "§3.4",
        "证明了 Skip-gram 模型和 GloVe 的 cost function 本质上是一样的",
        (_11, "m10"),
        trials.one_cost,
    ),
    claim(
        "s19",
        "§3.4",
        "最新的语言模型 Bert 也借鉴了 Word2vec 的 CBOW 模式",
        (_11, "m20"),
        trials.a_cloze,
    ),
    claim(
        "s20",
        "reader",
        "因为word2vec的损失并不是MSE/Cross-Entropy，而是-likelihood",
        (_02, "m24"),
        trials.cross_entropy,
    ),
    claim(
        "s21",
        "reader",
        "而无论google还是gensim的源代码中，确实都没有用到onehot encoder。",
        (_01, "m12"),
        trials.no_one_hot,
    ),
    claim("s22", "§3.1", "最细粒度的是 词语", (_11, "m16"), trials.finest_grain),
)
