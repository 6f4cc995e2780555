"""The commands that formulas may use, and the characters that stand for them."""

from __future__ import annotations

# What a symbol does to the space around it, as in TeX.
ORD, OP, BIN, REL, OPEN, CLOSE, PUNCT, TEXT = (
    "ord", "op", "bin", "rel", "open", "close", "punct", "text",
)  # fmt: skip


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ORD = _pairs(r"""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ
    iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
    varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ Re Re Im Im aleph ℵ wp ℘ imath ı jmath ȷ
    forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ top ⊤ bot ⊥ intercal ⊤ angle ∠
    neg ¬ lnot ¬ prime ′ degree ° dagger † ddagger ‡ surd √ triangle △ square □ blacksquare ■
    Box □ checkmark ✓ bullet • cdots ⋯ dotsb ⋯ dots … ldots … dotsc … vdots ⋮ ddots ⋱
    vert | Vert ‖ backslash \ slash / S § P ¶ complement ∁ flat ♭ sharp ♯ natural ♮
    clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠
""")
_BIN = _pairs(r"""
    times × cdot · pm ± mp ∓ div ÷ ast * star ⋆ circ ∘ odot ⊙ oplus ⊕ otimes ⊗ ominus ⊖ oslash ⊘
    cup ∪ cap ∩ sqcup ⊔ sqcap ⊓ setminus \ wedge ∧ land ∧ vee ∨ lor ∨ uplus ⊎ amalg ⨿
    diamond ⋄ wr ≀ triangleleft ◁ triangleright ▷ boxtimes ⊠ boxplus ⊞ bmod mod
""")
_REL = _pairs(r"""
    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ne ≠ neq ≠ ll ≪ gg ≫ approx ≈
    equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq := coloneq :=
    in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ nsubseteq ⊈ subsetneq ⊊
    to → rightarrow → longrightarrow ⟶ gets ← leftarrow ← longleftarrow ⟵ leftrightarrow ↔
    Rightarrow ⇒ implies ⇒ Longrightarrow ⟹ Leftarrow ⇐ impliedby ⇐ Leftrightarrow ⇔ iff ⇔
    mapsto ↦ longmapsto ⟼ hookrightarrow ↪ leadsto ⇝ rightsquigarrow ⇝ uparrow ↑ downarrow ↓
    mid | nmid ∤ parallel ∥ perp ⊥ models ⊨ vdash ⊢ dashv ⊣ prec ≺ preceq ⪯ succ ≻ succeq ⪰
    lesssim ≲ gtrsim ≳ therefore ∴ because ∵ nearrow ↗ searrow ↘ rightleftharpoons ⇌
""")
_OPEN = _pairs(r"{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖")
_CLOSE = _pairs(r"} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖")

# What stands for itself with a backslash before it.
_ESCAPED = {"%": ORD, "#": ORD, "&": ORD, "$": ORD, "_": ORD}

SYMBOLS: dict[str, tuple[str, str]] = {
    **{name: (char, ORD) for name, char in _ORD.items()},
    **{name: (char, BIN) for name, char in _BIN.items()},
    **{name: (char, REL) for name, char in _REL.items()},
    **{name: (char, OPEN) for name, char in _OPEN.items()},
    **{name: (char, CLOSE) for name, char in _CLOSE.items()},
    **{char: (char, kind) for char, kind in _ESCAPED.items()},
    "colon": (":", PUNCT),
    "|": ("‖", ORD),
}

CHARS: dict[str, str] = {
    **dict.fromkeys("+-*−·×÷±∓⊙⊕⊗∘∪∩∧∨", BIN),
    **dict.fromkeys("=<>:≤≥≠≈≡∼∝∈∉⊂⊆⊃⊇→←↔⇒⇐⇔↦≪≫", REL),
    **dict.fromkeys("([⟨⌊⌈", OPEN),
    **dict.fromkeys(")]⟩⌋⌉!", CLOSE),
    **dict.fromkeys(",;，；", PUNCT),
}

# Named functions; those in LIMITS take their subscript underneath.
FUNCTIONS = _words("""
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim
    liminf limsup ln log max min Pr sec sin sinh sup tan tanh argmin argmax
""")
LIMITS = _words("""
    lim liminf limsup max min sup inf det gcd Pr argmin argmax
""")

# Large operators: the character for one line, and whether limits go above and below.
BIG: dict[str, tuple[str, bool]] = {
    "sum": ("∑", True), "prod": ("∏", True), "coprod": ("∐", True), "int": ("∫", False),
    "iint": ("∬", False), "iiint": ("∭", False), "oint": ("∮", False), "bigcup": ("⋃", True),
    "bigcap": ("⋂", True), "bigoplus": ("⨁", True), "bigotimes": ("⨂", True),
    "bigodot": ("⨀", True), "bigvee": ("⋁", True), "bigwedge": ("⋀", True),
}  # fmt: skip

SPACES: dict[str, int] = {
    ",": 1, ":": 1, ">": 1, ";": 1, " ": 1, "thinspace": 1, "medspace": 1, "thickspace": 1,
    "enspace": 1, "quad": 2, "qquad": 4, "!": -1, "negthinspace": -1, "nobreakspace": 1,
}  # fmt: skip

FONTS: dict[str, str] = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "pmb": "bold", "bold": "bold",
    "mathcal": "script", "mathscr": "script", "mathbb": "double", "Bbb": "double",
    "mathfrak": "plain", "mathrm": "roman", "mathsf": "roman", "mathtt": "roman",
    "mathit": "plain", "mathnormal": "plain",
}  # fmt: skip

TEXTS = _words("""
    text textrm textnormal textup textsf texttt textbf textit mbox
""")

# Combining marks, over one letter.
ACCENTS: dict[str, str] = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
    "bar": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c",
    "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a",
}  # fmt: skip
# Combining marks that join into one line over several letters.
LINES: dict[str, str] = {"overline": "\u0305", "underline": "\u0332"}

SIZES: dict[str, int] = {
    f"{size}{side}": rows
    for size, rows in (("big", 1), ("Big", 3), ("bigg", 3), ("Bigg", 5))
    for side in ("", "l", "r", "m")
}

IGNORED = _words("""
    displaystyle textstyle scriptstyle scriptscriptstyle nonumber notag mathstrut relax
    nolimits
""")

ENVIRONMENTS: dict[str, tuple[str, str]] = {
    "matrix": ("", ""), "smallmatrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "cases": ("{", ""),
    "aligned": ("", ""), "align": ("", ""), "align*": ("", ""), "split": ("", ""),
    "gathered": ("", ""), "gather": ("", ""), "gather*": ("", ""), "equation": ("", ""),
    "equation*": ("", ""),
}  # fmt: skip

_NO_MACROS = "macros are not known here; write the formula out"
_NO_NUMBERS = "formulas have no numbers here; name the formula in the sentence before it"
_NO_BRACE = "say in words below the formula what that part is"
REFUSED: dict[str, str] = {
    **dict.fromkeys(["newcommand", "renewcommand", "providecommand", "def", "let", "gdef",
                     "DeclareMathOperator", "edef"], _NO_MACROS),
    **dict.fromkeys(["tag", "label", "ref", "eqref"], _NO_NUMBERS),
    **dict.fromkeys(["underbrace", "overbrace"], _NO_BRACE),
    "stackrel": r"write := or \triangleq for definitions, or say it in words",
    "array": r"use bmatrix, pmatrix or cases",
    "eqnarray": "use aligned",
    "over": r"use \frac{…}{…}",
    "choose": r"use \binom{…}{…}",
    **dict.fromkeys(["bf", "it", "rm", "cal", "sf", "tt"], r"use \mathbf{…}, \mathrm{…}, …"),
    **dict.fromkeys(["color", "textcolor", "colorbox", "cancel", "boxed"],
                    "formulas have one colour and no boxes; say in words what matters"),
    **dict.fromkeys(["hspace", "vspace", "kern", "mkern", "phantom", "hphantom", "vphantom"],
                    r"use \, or \quad for space"),
    **dict.fromkeys(["xrightarrow", "xleftarrow"], r"use \to and say in words what it does"),
    **dict.fromkeys(["(", ")", "[", "]"], "leave it out: the dollars are enough"),
    "multicolumn": "use bmatrix, pmatrix or cases",
    "hline": "leave it out, or use a Markdown table",
}  # fmt: skip

# Small glyphs that common terminal fonts have.
SUPERSCRIPTS: dict[str, str] = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφϕχ⊤∘*′″‴",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵠᵡᵀ°*′″‴",
        strict=True,
    )
)
SUBSCRIPTS: dict[str, str] = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφϕχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ",
        strict=True,
    )
)
