package database

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var (
	dbNameForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,29}$`)
	labelForm  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,62}$`)
)

// The closed sets of Oracle's API.
var (
	workloads     = []string{"OLTP", "DW", "AJD", "APEX", "LH"}
	versions      = []string{"19c", "23ai", "26ai"}
	licenses      = []string{"LICENSE_INCLUDED", "BRING_YOUR_OWN_LICENSE"}
	editions      = []string{"STANDARD_EDITION", "ENTERPRISE_EDITION"}
	computeModels = []string{"ECPU", "OCPU"}
	schedules     = []string{"EARLY", "REGULAR"}
	openModes     = []string{"READ_ONLY", "READ_WRITE"}
	refreshModes  = []string{"AUTOMATIC", "MANUAL"}
	permissions   = []string{"RESTRICTED", "UNRESTRICTED"}
	cadences      = []string{"ONE_TIME", "WEEKLY", "MONTHLY", "YEARLY"}
	recoveryTypes = []string{adg, backupBased}
	cloneTypes    = []string{"FULL", "METADATA", "PARTIAL"}
	characterSets = []string{
		"AL32UTF8", "AR8ISO8859P6", "AR8MSWIN1256", "CL8ISO8859P5", "CL8MSWIN1251", "EE8ISO8859P2", "EE8MSWIN1250", "EL8ISO8859P7",
		"EL8MSWIN1253", "IW8ISO8859P8", "IW8MSWIN1255", "JA16EUC", "JA16EUCTILDE", "JA16SJIS", "JA16SJISTILDE", "KO16MSWIN949",
		"NEE8ISO8859P4", "TH8TISASCII", "US7ASCII", "UTF8", "VN8MSWIN1258", "WE8ISO8859P1", "WE8ISO8859P15", "WE8ISO8859P9",
		"WE8MSWIN1252", "ZHS16GBK", "ZHT16BIG5", "ZHT16MSWIN950", "ZHT32EUC",
	}
	ncharacterSets = []string{"AL16UTF16", "UTF8"}
)

func checkEnum(name string, v *string, allowed []string) error {
	if v == nil || slices.Contains(allowed, *v) {
		return nil
	}
	return cloud.InvalidParameter("The value %q of %s is none of %s.", *v, name, strings.Join(allowed, ", "))
}

func checkRange(name string, v *int, least, most int) error {
	if v == nil || *v >= least && *v <= most {
		return nil
	}
	return cloud.InvalidParameter("The value %d of %s must be from %d to %d.", *v, name, least, most)
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// check holds what was sent against what can be said without the database that it is for.
func (d details) check(r region.Region) error {
	return first(
		checkEnum("dbWorkload", d.DBWorkload, workloads),
		checkEnum("dbVersion", d.DBVersion, versions),
		checkEnum("licenseModel", d.LicenseModel, licenses),
		checkEnum("databaseEdition", d.DatabaseEdition, editions),
		checkEnum("computeModel", d.ComputeModel, computeModels),
		checkEnum("autonomousMaintenanceScheduleType", d.MaintenanceScheduleType, schedules),
		checkEnum("openMode", d.OpenMode, openModes),
		checkEnum("refreshableMode", d.RefreshableMode, refreshModes),
		checkRange("backupRetentionPeriodInDays", d.BackupRetentionPeriodInDays, 1, 60),
		checkRange("autoRefreshFrequencyInSeconds", d.AutoRefreshFrequency, 3600, 604800),
		checkRange("autoRefreshPointLagInSeconds", d.AutoRefreshPointLag, 0, 604800),
		d.checkNames(),
		d.checkPassword(r),
		d.checkElsewhere(),
		d.checkNetwork(r),
	)
}

func (d details) checkNames() error {
	if d.DBName != nil && !dbNameForm.MatchString(*d.DBName) {
		return cloud.InvalidParameter("The dbName %q must begin with a letter and have at most 30 letters and digits.", *d.DBName)
	}
	if d.DisplayName != nil && (*d.DisplayName == "" || len(*d.DisplayName) > 255) {
		return cloud.InvalidParameter("The displayName must have 1 to 255 characters.")
	}
	if len(d.CustomerContacts) > 10 {
		return cloud.InvalidParameter("There can be at most 10 customerContacts.")
	}
	for _, contact := range d.CustomerContacts {
		if a, err := mail.ParseAddress(contact.Email); err != nil || a.Address != contact.Email {
			return cloud.InvalidParameter("The customer contact %q is not an email address.", contact.Email)
		}
	}
	return nil
}

// checkPassword never repeats what was sent.
func (d details) checkPassword(r region.Region) error {
	if d.SecretID != nil {
		if d.AdminPassword != nil {
			return cloud.InvalidParameter("adminPassword and secretId cannot be used together.")
		}
		if !placed(r, *d.SecretID, "vaultsecret") {
			return cloud.InvalidParameter("The secretId is not a secret of the region %s.", r.Name)
		}
	}
	if d.SecretVersionNumber != nil && (d.SecretID == nil || *d.SecretVersionNumber < 1) {
		return cloud.InvalidParameter("The secretVersionNumber must be a version of a secretId.")
	}
	if d.AdminPassword == nil {
		return nil
	}
	p := *d.AdminPassword
	lacks := !strings.ContainsFunc(p, unicode.IsUpper) || !strings.ContainsFunc(p, unicode.IsLower) || !strings.ContainsFunc(p, unicode.IsDigit)
	if len(p) < 12 || len(p) > 30 || lacks || strings.Contains(p, `"`) || strings.Contains(strings.ToLower(p), "admin") {
		return cloud.InvalidParameter("The adminPassword must have 12 to 30 characters, with an upper-case letter, a lower-case letter and a digit, " +
			"and must not contain a double quote or the word admin.")
	}
	return nil
}

// checkElsewhere refuses what Oracle has on other infrastructure only.
func (d details) checkElsewhere() error {
	switch {
	case d.OCPUCount != nil:
		return cloud.InvalidParameter("The ocpuCount is not used for Autonomous Databases on serverless infrastructure.")
	case d.IsAccessControlEnabled != nil:
		return cloud.InvalidParameter("isAccessControlEnabled is for Autonomous Databases on Exadata Cloud@Customer; use whitelistedIps.")
	case value(d.IsDevTier):
		return cloud.NotImplemented("Autonomous Databases for developers")
	case d.IsBackupRetentionLocked != nil && !*d.IsBackupRetentionLocked:
		return cloud.InvalidParameter("The lock of the backup retention cannot be taken off.")
	}
	return nil
}
