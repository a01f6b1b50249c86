"""LIBSVM text: `<label> <index>:<value> ...`, columns left out are zero in the file and missing to XGBoost."""

import numpy as np


def first_line_problem(line):
    """Whether the first line with content is LIBSVM: None, or what is wrong with it."""
    label, *features = line.split()
    if not all(_is_number(part) for part in label.split(":")) or label.count(":") > 1:
        return f"{label} does not follow LIBSVM label format <label>(:<weight>)."
    for feature in features:
        index, colon, value = feature.partition(":")
        if not colon or not (index.isdigit() or index == "qid") or not _is_number(value):
            return f"{feature} is not <index>:<value>"
    return None


def parse(data):
    """Features of an inference payload as a sparse matrix; a label in front of a line is skipped."""
    from scipy.sparse import csr_matrix

    lines = data.decode("utf-8").strip().split("\n")
    items = [line.replace(":", " ").split() for line in lines]
    features = [item[len(item) % 2 :] for item in items]
    numbers = np.array([number for item in features for number in item], dtype=np.float64)
    ends = np.cumsum([0] + [len(item) // 2 for item in features])
    columns = numbers[0::2].astype(np.int32)
    if len(columns) == 0:
        return csr_matrix((len(lines), 1), dtype=np.float32)
    return csr_matrix((numbers[1::2].astype(np.float32), columns, ends), shape=(len(lines), columns.max() + 1))


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
