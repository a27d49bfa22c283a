"""The words by which a sentence denies, asks, knows and says, and the titles before its names."""

__all__ = [
    "ASKING",
    "BOUNDS",
    "DENYING",
    "FACTIVE",
    "NEGATIONS",
    "NO_DENIAL",
    "NO_ONE",
    "PARTICLES",
    "REFUSAL",
    "REFUSING",
    "SAYING",
    "TITLES",
]

NEGATIONS = frozenset("not n't never cannot hardly scarcely nor neither nobody nothing none nowhere".split())
NO_ONE = frozenset("nobody nothing none nowhere neither".split())
NO_DENIAL = frozenset("only just merely simply least".split())  # after "not": "not only the Senate, but …"
# Between "no" and "than" they bound a quantity: "no later than Friday".
BOUNDS = frozenset("more less fewer later earlier sooner longer".split())
# What depends on these is denied: "refused to pay", "denied that he paid", "without paying", "his failure to pay".
DENYING = frozenset("deny refute rebut dispute disavow disclaim lack preclude forgo forego".split())
REFUSING = frozenset(
    "refuse fail decline neglect forbid prohibit prevent avoid stop bar ban block dissuade discourage refrain "
    "abstain quit halt cease cancel unable unwilling unlikely impossible reluctant untrue false wrong incapable".split()
)
REFUSAL = frozenset("refusal failure inability denial unwillingness reluctance lack absence".split())
# What they are said of is so whether they are denied or not: "he did not know that the bridge had collapsed".
FACTIVE = frozenset(
    "know realize realise regret remember forget notice discover learn mention disclose reveal recognize recognise "
    "aware unaware".split()
)
ASKING = frozenset("whether if who whom whose what which when where why how".split())  # they open what is not asserted
# What may be denied of a subject by itself: "the strike is over", "the talks are off".
PARTICLES = frozenset("over off on out up down back away through here there in".split())
SAYING = frozenset(
    "say tell add write tweet note argue warn claim state declare announce insist explain testify recall acknowledge "
    "admit report suggest ask call believe think assert contend maintain reply respond describe reiterate stress "
    "observe remark comment post caution predict estimate conclude allege charge accuse complain lament urge joke quip "
    "concede emphasize emphasise deny confirm criticize criticise praise slam blast vow".split()
)
TITLES = frozenset(
    "mr mrs ms dr sen rep gov sens reps president senator representative governor secretary attorney general judge "
    "justice former chief deputy director house speaker leader majority minority mr. mrs. ms. dr. sen. rep. gov. prime "
    "minister republican republicans democrat democrats democratic gop st.".split()
)
