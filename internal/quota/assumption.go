package quota

import "slices"

// Assumption is something that Oracle's documentation does not say of quotas, and that an answer rests on. Each is on the page of
// decisions about assumptions, word for word.
type Assumption struct {
	ID        string
	Text      string
	Otherwise string // what follows if it is not so
}

var (
	assumeAll = Assumption{
		ID:        "quota-all",
		Text:      "all {…} holds in a quota where each of its members does, as in a policy.",
		Otherwise: "the statement is refused, or limits other regions than it says; lint and the compiler write zero and unset instead.",
	}
	assumeCarveOut = Assumption{
		ID:        "quota-carve-out",
		Text:      "a later unset or set for a compartment lifts an earlier statement about the compartments that it is in, as a sample of Oracle's has it.",
		Otherwise: "the earlier statement holds there too.",
	}
	assumeAD = Assumption{
		ID:        "quota-ad",
		Text:      "a comparison of request.ad is false for a quota that does not count by availability domain.",
		Otherwise: "a statement with != holds for such quotas too.",
	}
)

// Assumptions lists everything that an Effect may rest on and that no documentation says, in the order of the page that explains them.
func Assumptions() []Assumption { return []Assumption{assumeAll, assumeCarveOut, assumeAD} }

// Doubt is a question that the documentation leaves open and that costs no assumption, because the code takes the safe side.
type Doubt struct {
	ID       string
	Question string
	Side     string // what the code does
}

var doubts = []Doubt{
	{
		ID:       "quota-families",
		Question: "Which families and names take quotas, and does a quota of zero on stored bytes stop an empty bucket?",
		Side:     "Nothing is proved by quotas alone; they are named as what can stop what IAM cannot see.",
	},
	{
		ID:       "quota-comments",
		Question: "Can a quota's statement have comments?",
		Side:     "No: what could be one is refused.",
	},
	{
		ID:       "quota-case",
		Question: "Does case matter in the names of families, quotas, compartments and regions?",
		Side:     "No: names that differ in nothing but case are the same.",
	},
	{
		ID:       "quota-limits",
		Question: "How long can a statement be, how deep its conditions, and how many can a quota have?",
		Side:     "The parser has limits far beyond what anybody writes.",
	},
	{
		ID:       "quota-home",
		Question: "In which region are quotas written?",
		Side:     "In the home region, wherever that is: whoever may not loosen a guard may not there either.",
	},
}

// Doubts lists the open questions in which the code takes the safe side.
func Doubts() []Doubt { return slices.Clone(doubts) }
