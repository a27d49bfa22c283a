"""Pairs of sentences of the machine-labelled stories that state the same claim, and pairs that do not."""

from dataclasses import dataclass

import numpy as np
from labelled import MachinePair

from compare.matching.coverage import link_table


@dataclass(frozen=True)
class ClaimPairs:
    """Sentences of the two articles of a machine-labelled pair, two by two.

    Attributes:
        held: whether their story is kept from training.
        links: (n, len(LINK_FEATURES)).
        examples: (n, 2) the number of each sentence's example.
        same: (n,) whether they state the same claim.
    """

    held: bool
    links: np.ndarray
    examples: np.ndarray
    same: np.ndarray


def claim_pairs(pair: MachinePair, first: int) -> ClaimPairs:
    """Same where each is named as the other's evidence and one of them at least stated wholly; other where neither is.

    What lies between is left out: a sentence that is evidence for one that is none for it, and two that share a part.
    ``first`` is the number of the pair's first example, in the order of ``machine_examples``.
    """
    there, here = pair.matches
    table = link_table(there, here)
    numbers = [{number: place for place, number in enumerate(answers)} for answers in pair.answers]
    rows, examples, same = [], [], []
    for i, one in pair.answers[0].items():
        for j, other in pair.answers[1].items():
            forth, back = j in one.evidence, i in other.evidence
            whole = "stated" in (one.label, other.label)
            if there.claims[i].is_claim and here.claims[j].is_claim and forth == back and (whole or not forth):
                rows.append(table[i, j])
                examples.append((first + numbers[0][i], first + len(numbers[0]) + numbers[1][j]))
                same.append(forth)
    shape = (-1, table.shape[-1])
    return ClaimPairs(
        pair.held,
        np.array(rows, dtype=np.float32).reshape(shape),
        np.array(examples, dtype=np.int64).reshape(-1, 2),
        np.array(same, dtype=bool),
    )
