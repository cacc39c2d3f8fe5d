"""The larger task on a text of one's own, solved for every fourth title of ICD-10-CM.

Usage: python -m solutions.own_text

What a page that earns its four points would say stands under each step.
"""

import w2v_lab as w2v

# Written down before training: names of one thing, opposites, and what is found in one place.
PAIRS = [
    *(("kidney", "renal"), ("heart", "cardiac"), ("lung", "pulmonary"), ("liver", "hepatic")),
    *(("eye", "eyelid"), ("ear", "hearing"), ("knee", "ankle"), ("wrist", "hand")),
    *(("finger", "thumb"), ("shoulder", "elbow"), ("hip", "thigh"), ("foot", "toe")),
    *(("left", "right"), ("upper", "lower"), ("open", "closed"), ("acute", "chronic")),
    *(("artery", "vein"), ("tibia", "fibula"), ("radius", "ulna"), ("male", "female")),
    *(("malignant", "benign"), ("fracture", "dislocation"), ("alcohol", "opioid")),
    ("anterior", "posterior"),
]
# As usual, and with more rounds: a small text is read once too often rather than too seldom.
USUAL = {"vector_size": 50}
CHOSEN = {"vector_size": 50, "epochs": 20}
SEEDS = range(3)


def runs(text, settings):
    return [w2v.fit(text, seed=seed, **settings) for seed in SEEDS]


def neighbours(mine, word):
    """Those that all seeds have among their ten, and those that only one has."""
    near = [{other for other, _ in vectors.most_similar(word)} for vectors in mine]
    shared = set.intersection(*near)
    alone = {other for other in set.union(*near) if sum(other in one for one in near) == 1}
    return shared, alone


def main():
    text = list(w2v.corpora.icd())[::4]
    mine, others = runs(text, CHOSEN), runs(text, USUAL)
    print(w2v.exercises.report(mine, PAIRS, against=others))
    print(*neighbours(mine, "kidney"), sep="\n")
    return mine, others


if __name__ == "__main__":
    main()
