package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// NewPolicyStatementProblems returns policy_statement_problems: what is wrong with a statement of an IAM policy.
func NewPolicyStatementProblems() function.Function { return policyStatementProblems{} }

type policyStatementProblems struct{}

// problem is an element of the result.
type problem struct {
	Rule    string `tfsdk:"rule"`
	Column  int64  `tfsdk:"column"`
	Message string `tfsdk:"message"`
	Fix     string `tfsdk:"fix"`
}

// Metadata names the function.
func (policyStatementProblems) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "policy_statement_problems"
}

// Definition describes the parameter and the result.
func (policyStatementProblems) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "What is wrong with a statement of an IAM policy",
		MarkdownDescription: "Returns what is wrong with a statement of an IAM policy, by the rules of `iam lint` that need no more than the statement: a list of objects with " +
			"`rule` (such as `RES301`), `column` (in characters, from 1), `message` and `fix`, in the statement's order. An empty list says that nothing was found, " +
			"not that the statement does what is meant by it.\n\nA statement that cannot be read is no error but a problem of its own, `RES300`.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "statement",
			MarkdownDescription: "A statement, such as `allow group Engineers to read buckets in tenancy`.",
		}},
		Return: function.ListReturn{ElementType: types.ObjectType{AttrTypes: map[string]attr.Type{
			"rule": types.StringType, "column": types.Int64Type, "message": types.StringType, "fix": types.StringType,
		}}},
	}
}

// Run answers; there is no statement that it has no answer for.
func (policyStatementProblems) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var statement string
	if resp.Error = req.Arguments.Get(ctx, &statement); resp.Error != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, problems(statement))
}

func problems(statement string) []problem {
	all := []problem{}
	for _, f := range iam.LintStatement(statement, iam.LintOptions{}) {
		all = append(all, problem{Rule: f.Rule, Column: int64(f.Column), Message: f.Message, Fix: f.Fix})
	}
	return all
}
