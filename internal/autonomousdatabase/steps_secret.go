package autonomousdatabase

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

// password sets the administrator's password, and in the same request the mark that says which. A password that the
// configuration no longer has only loses its mark.
func password() step {
	return step{
		what: "the administrator's password", at: path.Root("admin_password_wo_version"), hidden: true,
		differs: func(plan, now model) bool { return plan.passwordMark() != now.passwordMark() },
		change: func(plan model, now reading) database.UpdateAutonomousDatabaseDetails {
			return database.UpdateAutonomousDatabaseDetails{
				SecretId: attribute.Sent(plan.SecretID), SecretVersionNumber: attribute.SentInt(plan.SecretVersionNumber),
				FreeformTags: attribute.Remarked(now.raw.FreeformTags, plan.passwordMark()),
			}
		},
	}
}

// key adopts a vault's key, changes it, or goes back to one that Oracle manages. Oracle has an operation of its own for it,
// and takes no notice of a key in an update.
func key() step {
	return step{
		what: "the encryption key", at: path.Root("kms_key_id"),
		differs: func(plan, now model) bool {
			return turns(plan.KMSKeyID, now.KMSKeyID) || turns(plan.VaultID, now.VaultID) || wants(plan.EncryptionKeyProvider, now.EncryptionKeyProvider)
		},
		act: func(ctx context.Context, a api, plan model, etag string) (string, error) {
			details := database.ConfigureAutonomousDatabaseVaultKeyDetails{IsUsingOracleManagedKeys: common.Bool(true)}
			if !plan.KMSKeyID.IsNull() {
				details = database.ConfigureAutonomousDatabaseVaultKeyDetails{KmsKeyId: attribute.Sent(plan.KMSKeyID), VaultId: attribute.Sent(plan.VaultID)}
			}
			return a.configureKey(ctx, etag, details)
		},
	}
}
