package placement

import (
	"maps"
	"slices"
	"strings"
)

// The free-form tags that the provider keeps for itself. They are not shown as free-form tags, and an update of the tags
// leaves them as they are.
const (
	// OwnerTag is the mark of what the provider's owner has created.
	OwnerTag = "residency-owner"
	// ReplicaTag names the replica that a residency_bucket_replication declares for the bucket, see ReplicaMark. Without
	// it nobody can tell a policy that Terraform made from one that was added by hand: policies carry no tags.
	ReplicaTag = "residency-replica"
	// PasswordTag is the version of the write-only password that Terraform has set last. Without it an import could not
	// tell whether the configuration's password is the one that is there: nobody can read it.
	PasswordTag = "residency-password-version"
	// AdminTag is the name of the administrator of a DB system whose service never tells it. Without it an import would
	// plan to replace the system, for a name that it has already.
	AdminTag = "residency-admin"
)

// tagLimit is how long Oracle lets a free-form tag's value be, in characters.
const tagLimit = 256

// ReplicaMark is the value of ReplicaTag for a destination.
func ReplicaMark(region, bucket string) string {
	mark := []rune(region + "/" + bucket)
	return string(mark[:min(len(mark), tagLimit)])
}

// Marks are the names of the provider's own tags.
func Marks() []string { return []string{OwnerTag, ReplicaTag, PasswordTag, AdminTag} }

// Marked says whether a tag is one of the provider's own.
func Marked(tag string) bool {
	return slices.ContainsFunc(Marks(), func(mark string) bool { return strings.EqualFold(tag, mark) })
}

// WithoutMarks are the tags that belong to the configuration.
func WithoutMarks(tags map[string]string) map[string]string {
	out := maps.Clone(tags)
	maps.DeleteFunc(out, func(tag, _ string) bool { return Marked(tag) })
	return out
}

// KeepMarks are the tags to send: those of the configuration, and the marks that are there. It is never nil, so that no
// tag at all is sent as such.
func KeepMarks(tags, current map[string]string) map[string]string {
	out := map[string]string{}
	maps.Copy(out, current)
	maps.DeleteFunc(out, func(tag, _ string) bool { return !Marked(tag) })
	maps.Copy(out, WithoutMarks(tags))
	return out
}
