package database

import "time"

// details is what the bodies of creates and updates have in common. A nil member was not sent.
type details struct {
	DBName                         *string                   `json:"dbName"`
	DisplayName                    *string                   `json:"displayName"`
	AdminPassword                  *string                   `json:"adminPassword"`
	SecretID                       *string                   `json:"secretId"`
	SecretVersionNumber            *int                      `json:"secretVersionNumber"`
	DBWorkload                     *string                   `json:"dbWorkload"`
	DBVersion                      *string                   `json:"dbVersion"`
	LicenseModel                   *string                   `json:"licenseModel"`
	DatabaseEdition                *string                   `json:"databaseEdition"`
	ComputeModel                   *string                   `json:"computeModel"`
	ComputeCount                   *float64                  `json:"computeCount"`
	CPUCoreCount                   *int                      `json:"cpuCoreCount"`
	OCPUCount                      *float64                  `json:"ocpuCount"`
	ByolComputeCountLimit          *float64                  `json:"byolComputeCountLimit"`
	DataStorageSizeInTBs           *int                      `json:"dataStorageSizeInTBs"`
	DataStorageSizeInGBs           *int                      `json:"dataStorageSizeInGBs"`
	IsAutoScalingEnabled           *bool                     `json:"isAutoScalingEnabled"`
	IsAutoScalingForStorageEnabled *bool                     `json:"isAutoScalingForStorageEnabled"`
	IsFreeTier                     *bool                     `json:"isFreeTier"`
	IsDevTier                      *bool                     `json:"isDevTier"`
	IsDataGuardEnabled             *bool                     `json:"isDataGuardEnabled"`
	IsLocalDataGuardEnabled        *bool                     `json:"isLocalDataGuardEnabled"`
	IsAccessControlEnabled         *bool                     `json:"isAccessControlEnabled"`
	WhitelistedIPs                 []string                  `json:"whitelistedIps"`
	ArePrimaryWhitelistedIPsUsed   *bool                     `json:"arePrimaryWhitelistedIpsUsed"`
	StandbyWhitelistedIPs          []string                  `json:"standbyWhitelistedIps"`
	IsMtlsConnectionRequired       *bool                     `json:"isMtlsConnectionRequired"`
	SubnetID                       *string                   `json:"subnetId"`
	NSGIDs                         []string                  `json:"nsgIds"`
	PrivateEndpointLabel           *string                   `json:"privateEndpointLabel"`
	PrivateEndpointIP              *string                   `json:"privateEndpointIp"`
	EncryptionKey                  *encryptionJSON           `json:"encryptionKey"`
	FreeformTags                   map[string]string         `json:"freeformTags"`
	DefinedTags                    map[string]map[string]any `json:"definedTags"`
	CustomerContacts               []customerContact         `json:"customerContacts"`
	MaintenanceScheduleType        *string                   `json:"autonomousMaintenanceScheduleType"`
	BackupRetentionPeriodInDays    *int                      `json:"backupRetentionPeriodInDays"`
	IsBackupRetentionLocked        *bool                     `json:"isBackupRetentionLocked"`
	OpenMode                       *string                   `json:"openMode"`
	RefreshableMode                *string                   `json:"refreshableMode"`
	AutoRefreshFrequency           *int                      `json:"autoRefreshFrequencyInSeconds"`
	AutoRefreshPointLag            *int                      `json:"autoRefreshPointLagInSeconds"`
	TimeOfAutoRefreshStart         *time.Time                `json:"timeOfAutoRefreshStart"`
}

// createDetails is the body of CreateAutonomousDatabase, for all sources.
type createDetails struct {
	details
	Source        *string `json:"source"`
	CompartmentID *string `json:"compartmentId"`
	CharacterSet  *string `json:"characterSet"`
	NcharacterSet *string `json:"ncharacterSet"`
	KMSKeyID      *string `json:"kmsKeyId"`
	VaultID       *string `json:"vaultId"`
	IsDedicated   *bool   `json:"isDedicated"`
	IsPreview     *bool   `json:"isPreviewVersionWithServiceTermsAccepted"`

	// Of standbys and clones.
	SourceID                      *string    `json:"sourceId"`
	CloneType                     *string    `json:"cloneType"`
	AutonomousDatabaseID          *string    `json:"autonomousDatabaseId"`
	AutonomousDatabaseBackupID    *string    `json:"autonomousDatabaseBackupId"`
	Timestamp                     *time.Time `json:"timestamp"`
	UseLatestAvailableBackup      *bool      `json:"useLatestAvailableBackupTimeStamp"`
	RemoteDisasterRecoveryType    *string    `json:"remoteDisasterRecoveryType"`
	IsReplicateAutomaticBackups   *bool      `json:"isReplicateAutomaticBackups"`
	AutonomousContainerDatabaseID *string    `json:"autonomousContainerDatabaseId"`
	AvailabilityDomain            *string    `json:"availabilityDomain"`
}

// updateDetails is the body of UpdateAutonomousDatabase.
type updateDetails struct {
	details
	LocalADGMaxDataLoss    *int             `json:"localAdgAutoFailoverMaxDataLossLimit"`
	LongTermBackupSchedule *longTermDetails `json:"longTermBackupSchedule"`
	PermissionLevel        *string          `json:"permissionLevel"`
	IsRefreshableClone     *bool            `json:"isRefreshableClone"`
	PeerDBID               *string          `json:"peerDbId"`
	IsDisconnectPeer       *bool            `json:"isDisconnectPeer"`
}

type longTermDetails struct {
	RepeatCadence         *string    `json:"repeatCadence"`
	TimeOfBackup          *time.Time `json:"timeOfBackup"`
	RetentionPeriodInDays *int       `json:"retentionPeriodInDays"`
	IsDisabled            *bool      `json:"isDisabled"`
}

// set changes what was sent.
func set[T any](to *T, sent *T) {
	if sent != nil {
		*to = *sent
	}
}

// valueOr is what was sent, or a default.
func valueOr[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// value is what was sent, or the zero value.
func value[T any](p *T) T {
	var zero T
	return valueOr(p, zero)
}
