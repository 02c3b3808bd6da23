package policyanalysis

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

type model struct {
	Statements    types.List   `tfsdk:"statements"`
	Policies      types.List   `tfsdk:"policies"`
	CompartmentID types.String `tfsdk:"compartment_id"`
	InSubtree     types.Bool   `tfsdk:"compartment_id_in_subtree"`
	Obligation    types.String `tfsdk:"obligation"`
	Spare         types.List   `tfsdk:"spare"`
	Complete      types.Bool   `tfsdk:"complete"`

	Regions     []string     `tfsdk:"regions"`
	Analyzed    []analyzed   `tfsdk:"analyzed"`
	Findings    []finding    `tfsdk:"findings"`
	Proved      types.Bool   `tfsdk:"proved"`
	Operations  []operation  `tfsdk:"operations"`
	Later       []later      `tfsdk:"later"`
	Beyond      []beyond     `tfsdk:"beyond_iam"`
	Assumptions []assumption `tfsdk:"assumptions"`
}

// given is an element of the argument policies.
type given struct {
	Name        types.String `tfsdk:"name"`
	Compartment types.String `tfsdk:"compartment"`
	Statements  []string     `tfsdk:"statements"`
}

type analyzed struct {
	Name        string `tfsdk:"name"`
	Compartment string `tfsdk:"compartment"`
	Statements  int64  `tfsdk:"statements"`
}

type finding struct {
	Rule      string `tfsdk:"rule"`
	Policy    string `tfsdk:"policy"`
	Statement string `tfsdk:"statement"`
	Column    int64  `tfsdk:"column"`
	Message   string `tfsdk:"message"`
	Fix       string `tfsdk:"fix"`
}

type operation struct {
	Obligation     string       `tfsdk:"obligation"`
	Service        string       `tfsdk:"service"`
	Operation      string       `tfsdk:"operation"`
	Variant        types.String `tfsdk:"variant"`
	Case           types.String `tfsdk:"case"`
	Denied         bool         `tfsdk:"denied"`
	By             []string     `tfsdk:"by"`
	Counterexample types.String `tfsdk:"counterexample"`
	Reason         types.String `tfsdk:"reason"`
}

type later struct {
	Obligation string       `tfsdk:"obligation"`
	Service    types.String `tfsdk:"service"`
	Type       types.String `tfsdk:"type"`
	Covered    bool         `tfsdk:"covered"`
}

type beyond struct {
	Feature   string       `tfsdk:"feature"`
	Service   types.String `tfsdk:"service"`
	Operation types.String `tfsdk:"operation"`
	Field     types.String `tfsdk:"field"`
	Direction string       `tfsdk:"direction"`
	Why       string       `tfsdk:"why"`
	Instead   string       `tfsdk:"instead"`
}

type assumption struct {
	ID        string `tfsdk:"id"`
	Text      string `tfsdk:"text"`
	Otherwise string `tfsdk:"otherwise"`
}

// analysis reads the arguments, but for what the tenancy must be asked.
func (m *model) analysis(ctx context.Context) (analysis, diag.Diagnostics) {
	a := analysis{complete: m.Complete.ValueBool()}
	if kind := m.Obligation.ValueString(); kind != "" && kind != all {
		a.kinds = []string{kind}
	}
	var statements []string
	var policies []given
	diags := m.Statements.ElementsAs(ctx, &statements, false)
	diags.Append(m.Policies.ElementsAs(ctx, &policies, false)...)
	diags.Append(m.Spare.ElementsAs(ctx, &a.spare, false)...)
	if len(statements) > 0 {
		a.policies = append(a.policies, iam.NewPolicy("statements", nil, statements...))
	}
	for i, g := range policies {
		at, err := compartmentPath(g.Compartment.ValueString())
		if err != nil {
			diags.Append(diagnostic.Error(path.Root("policies").AtListIndex(i).AtName("compartment"), "Invalid compartment path", err.Error()))
		}
		name := g.Name.ValueString()
		if name == "" {
			name = fmt.Sprintf("policies[%d]", i)
		}
		a.policies = append(a.policies, iam.NewPolicy(name, at, g.Statements...))
	}
	return a, diags
}

// all is both obligations.
const all = "all"

// compartmentPath cuts a path as statements write it, such as data:logs. Nothing is the root.
func compartmentPath(text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	var names []string
	for name := range strings.SplitSeq(text, ":") {
		if name = strings.TrimSpace(name); name == "" || strings.HasPrefix(name, "ocid1.") {
			return nil, fmt.Errorf("%q is not the path of a compartment from the root, such as data:logs, with names and no OCIDs", text)
		}
		names = append(names, name)
	}
	return names, nil
}

// set fills in the computed attributes.
func (m *model) set(_ context.Context, a analysis) (diags diag.Diagnostics) {
	m.Regions, m.Analyzed, m.Findings = []string{}, []analyzed{}, []finding{}
	for _, r := range a.inside {
		m.Regions = append(m.Regions, r.Name)
	}
	for _, p := range a.policies {
		m.Analyzed = append(m.Analyzed, analyzed{p.Name, strings.Join(p.Compartment, ":"), int64(len(p.Statements) + len(p.Unread))})
	}
	for _, f := range a.lint() {
		m.Findings = append(m.Findings, finding{f.Rule, f.Policy, f.Statement, int64(f.Column), f.Message, f.Fix})
	}
	proof := a.prove()
	m.Proved = types.BoolValue(proof.Proved)
	m.Operations, m.Later, m.Beyond, m.Assumptions = []operation{}, []later{}, []beyond{}, []assumption{}
	for _, r := range proof.Operations {
		o, err := newOperation(r)
		if err != nil {
			diags.Append(diagnostic.Error(path.Root("operations"), "Counterexample cannot be written", err.Error()))
		}
		m.Operations = append(m.Operations, o)
	}
	for _, l := range proof.Later {
		m.Later = append(m.Later, later{l.Obligation, optional(l.Service), optional(l.Type), l.Covered})
	}
	for _, b := range proof.Beyond {
		m.Beyond = append(m.Beyond, beyond{b.Feature, optional(b.Service), optional(b.Operation), optional(b.Field), b.Direction, b.Why, b.Instead})
	}
	for _, s := range proof.Assumptions {
		m.Assumptions = append(m.Assumptions, assumption{s.ID, s.Text, s.Otherwise})
	}
	return diags
}

func newOperation(r iam.Result) (operation, error) {
	o := operation{
		Obligation: r.Obligation, Service: r.Service, Operation: r.Operation, Variant: optional(r.Variant), Case: optional(r.Case),
		Denied: r.Denied, By: []string{}, Reason: optional(r.Reason), Counterexample: types.StringNull(),
	}
	for _, c := range r.By {
		o.By = append(o.By, c.Statement.Source.Text)
	}
	if r.Counterexample == nil {
		return o, nil
	}
	src, err := json.Marshal(r.Counterexample)
	o.Counterexample = types.StringValue(string(src))
	return o, err
}

func optional(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// unreadWarning warns of statements that are not in the proof.
func unreadWarning(errors []*iam.SyntaxError) diag.Diagnostics {
	if len(errors) == 0 {
		return nil
	}
	first := errors[0]
	return diag.Diagnostics{diagnostic.Warning(path.Empty(), "Statement cannot be read",
		fmt.Sprintf("%d of the statements cannot be read, the first at column %d: %s.", len(errors), first.Column, first.Message),
		"The statement is: "+first.Source.Text,
		"The proof is made of the others. Because these may open something, nothing as a whole is proved.")}
}
