package database

import (
	"maps"
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The states of a database's life.
const (
	provisioning = "PROVISIONING"
	available    = "AVAILABLE"
	updating     = "UPDATING"
	scaling      = "SCALE_IN_PROGRESS"
	stopping     = "STOPPING"
	stopped      = "STOPPED"
	starting     = "STARTING"
	restarting   = "RESTARTING"
	restoring    = "RESTORE_IN_PROGRESS"
	changingRole = "ROLE_CHANGE_IN_PROGRESS"
	standbyState = "STANDBY"
	terminating  = "TERMINATING"
	terminated   = "TERMINATED"
)

// The parts that a database plays in disaster recovery.
const (
	primary         = "PRIMARY"
	standby         = "STANDBY"
	backupCopy      = "BACKUP_COPY"
	snapshotStandby = "SNAPSHOT_STANDBY"
	adg             = "ADG"
	backupBased     = "BACKUP_BASED"
)

// oracleManaged is what Oracle answers for the key of a database whose owner has none of their own.
const oracleManaged = "ORACLE_MANAGED_KEY"

// database is an Autonomous Database.
type database struct {
	databaseJSON
	region region.Region
	etag   string

	fingerprints [][]byte  // of the last passwords, the newest last
	passwordSets int       // how often a password was set
	resume       string    // the state that follows a passing one
	terminated   time.Time // when it was
}

// databaseJSON is a database as Oracle answers it.
type databaseJSON struct {
	ID                      string                    `json:"id"`
	CompartmentID           string                    `json:"compartmentId"`
	LifecycleState          string                    `json:"lifecycleState"`
	LifecycleDetails        string                    `json:"lifecycleDetails,omitempty"`
	DBName                  string                    `json:"dbName"`
	DisplayName             string                    `json:"displayName"`
	TimeCreated             time.Time                 `json:"timeCreated"`
	FreeformTags            map[string]string         `json:"freeformTags"`
	DefinedTags             map[string]map[string]any `json:"definedTags"`
	SystemTags              map[string]map[string]any `json:"systemTags"`
	DBWorkload              string                    `json:"dbWorkload"`
	DBVersion               string                    `json:"dbVersion"`
	CharacterSet            string                    `json:"characterSet"`
	NcharacterSet           string                    `json:"ncharacterSet"`
	LicenseModel            string                    `json:"licenseModel"`
	DatabaseEdition         string                    `json:"databaseEdition,omitempty"`
	IsFreeTier              bool                      `json:"isFreeTier"`
	IsDevTier               bool                      `json:"isDevTier"`
	IsDedicated             bool                      `json:"isDedicated"`
	IsPreview               bool                      `json:"isPreview"`
	InfrastructureType      string                    `json:"infrastructureType"`
	OpenMode                string                    `json:"openMode"`
	PermissionLevel         string                    `json:"permissionLevel"`
	MaintenanceScheduleType string                    `json:"autonomousMaintenanceScheduleType"`
	DataSafeStatus          string                    `json:"dataSafeStatus"`
	OpsInsightsStatus       string                    `json:"operationsInsightsStatus"`
	ManagementStatus        string                    `json:"databaseManagementStatus"`
	CustomerContacts        []customerContact         `json:"customerContacts"`
	ServiceConsoleURL       string                    `json:"serviceConsoleUrl"`
	ConnectionStrings       *connectionStrings        `json:"connectionStrings"`
	ConnectionURLs          map[string]string         `json:"connectionUrls"`

	sizeJSON
	networkJSON
	keyJSON
	recoveryJSON
	cloneJSON
	retentionJSON
}

// sizeJSON is how much compute and storage a database has.
type sizeJSON struct {
	ComputeModel                   string   `json:"computeModel"`
	ComputeCount                   float64  `json:"computeCount"`
	CPUCoreCount                   int      `json:"cpuCoreCount"` // 0 for ECPU
	ByolComputeCountLimit          *float64 `json:"byolComputeCountLimit,omitempty"`
	DataStorageSizeInTBs           *int     `json:"dataStorageSizeInTBs"` // null unless the size is in whole TBs
	DataStorageSizeInGBs           *int     `json:"dataStorageSizeInGBs"` // null unless the size was asked for in GBs
	UsedDataStorageSizeInTBs       int      `json:"usedDataStorageSizeInTBs"`
	UsedDataStorageSizeInGBs       int      `json:"usedDataStorageSizeInGBs"`
	AllocatedStorageSizeInTBs      float64  `json:"allocatedStorageSizeInTBs"`
	ActualUsedDataStorageSizeInTBs float64  `json:"actualUsedDataStorageSizeInTBs"`
	IsAutoScalingEnabled           bool     `json:"isAutoScalingEnabled"`
	IsAutoScalingForStorageEnabled bool     `json:"isAutoScalingForStorageEnabled"`
}

// networkJSON is from where a database can be reached.
type networkJSON struct {
	SubnetID                     *string  `json:"subnetId"`
	NSGIDs                       []string `json:"nsgIds"`
	PrivateEndpoint              *string  `json:"privateEndpoint"`
	PrivateEndpointLabel         *string  `json:"privateEndpointLabel"`
	PrivateEndpointIP            *string  `json:"privateEndpointIp"`
	PublicEndpoint               *string  `json:"publicEndpoint"`
	WhitelistedIPs               []string `json:"whitelistedIps"`
	IsAccessControlEnabled       *bool    `json:"isAccessControlEnabled"`
	ArePrimaryWhitelistedIPsUsed *bool    `json:"arePrimaryWhitelistedIpsUsed"`
	StandbyWhitelistedIPs        []string `json:"standbyWhitelistedIps"`
	IsMtlsConnectionRequired     bool     `json:"isMtlsConnectionRequired"`
}

// keyJSON is the key that a database is encrypted with.
type keyJSON struct {
	KMSKeyID               string          `json:"kmsKeyId"`
	VaultID                *string         `json:"vaultId"`
	KMSKeyVersionID        *string         `json:"kmsKeyVersionId"`
	KMSKeyLifecycleDetails *string         `json:"kmsKeyLifecycleDetails"`
	KeyHistoryEntry        []keyHistory    `json:"keyHistoryEntry"`
	EncryptionKey          *encryptionJSON `json:"encryptionKey"`
}

// encryptionJSON is the newer form of the same.
type encryptionJSON struct {
	Provider string `json:"provider"` // ORACLE_MANAGED or OCI
	KMSKeyID string `json:"kmsKeyId,omitempty"`
	VaultID  string `json:"vaultId,omitempty"`
}

// keyHistory is a key that the database had or has.
type keyHistory struct {
	ID            string    `json:"id"`
	VaultID       string    `json:"vaultId,omitempty"`
	TimeActivated time.Time `json:"timeActivated"`
}

type customerContact struct {
	Email string `json:"email"`
}

type connectionStrings struct {
	High    string            `json:"high"`
	Medium  string            `json:"medium"`
	Low     string            `json:"low"`
	Strings map[string]string `json:"allConnectionStrings"`
}

// recoveryJSON is a database's part in disaster recovery.
type recoveryJSON struct {
	Role                                string          `json:"role,omitempty"`
	PeerDBIDs                           []string        `json:"peerDbIds"`
	IsDataGuardEnabled                  bool            `json:"isDataGuardEnabled"`
	IsLocalDataGuardEnabled             bool            `json:"isLocalDataGuardEnabled"`
	IsRemoteDataGuardEnabled            bool            `json:"isRemoteDataGuardEnabled"`
	LocalDisasterRecoveryType           string          `json:"localDisasterRecoveryType,omitempty"`
	LocalStandbyDB                      *standbySummary `json:"localStandbyDb"`
	StandbyDB                           *standbySummary `json:"standbyDb"`
	TimeLocalDataGuardEnabled           time.Time       `json:"timeLocalDataGuardEnabled,omitzero"`
	LocalADGMaxDataLoss                 *int            `json:"localAdgAutoFailoverMaxDataLossLimit,omitempty"`
	DataguardRegionType                 string          `json:"dataguardRegionType,omitempty"`
	DisasterRecoveryRegionType          string          `json:"disasterRecoveryRegionType,omitempty"`
	RemoteDisasterRecoveryConfiguration *recovery       `json:"remoteDisasterRecoveryConfiguration"`
	TimeDataGuardRoleChanged            time.Time       `json:"timeDataGuardRoleChanged,omitzero"`
	TimeDisasterRecoveryRoleChanged     time.Time       `json:"timeDisasterRecoveryRoleChanged,omitzero"`
	TimeOfLastSwitchover                time.Time       `json:"timeOfLastSwitchover,omitzero"`
	TimeOfLastFailover                  time.Time       `json:"timeOfLastFailover,omitzero"`
}

// recovery is what a database and its peer abroad do for each other.
type recovery struct {
	DisasterRecoveryType        string    `json:"disasterRecoveryType"`
	TimeSnapshotStandbyUntil    time.Time `json:"timeSnapshotStandbyEnabledTill,omitzero"`
	IsSnapshotStandby           bool      `json:"isSnapshotStandby"`
	IsReplicateAutomaticBackups bool      `json:"isReplicateAutomaticBackups"`
}

// standbySummary is a standby as its primary tells of it.
type standbySummary struct {
	LagTimeInSeconds         int       `json:"lagTimeInSeconds"`
	LifecycleState           string    `json:"lifecycleState"`
	TimeDataGuardRoleChanged time.Time `json:"timeDataGuardRoleChanged,omitzero"`
}

// cloneJSON is where a clone comes from.
type cloneJSON struct {
	SourceID                  *string    `json:"sourceId"`
	CloneType                 string     `json:"cloneType,omitempty"`
	IsRefreshableClone        bool       `json:"isRefreshableClone"`
	RefreshableMode           string     `json:"refreshableMode,omitempty"`
	RefreshableStatus         string     `json:"refreshableStatus,omitempty"`
	TimeOfLastRefresh         time.Time  `json:"timeOfLastRefresh,omitzero"`
	TimeOfLastRefreshPoint    time.Time  `json:"timeOfLastRefreshPoint,omitzero"`
	AutoRefreshFrequency      *int       `json:"autoRefreshFrequencyInSeconds,omitempty"`
	AutoRefreshPointLag       *int       `json:"autoRefreshPointLagInSeconds,omitempty"`
	TimeOfAutoRefreshStart    *time.Time `json:"timeOfAutoRefreshStart,omitempty"`
	SupportedRegionsToCloneTo []string   `json:"supportedRegionsToCloneTo"`
}

// retentionJSON is how long backups are kept.
type retentionJSON struct {
	BackupRetentionPeriodInDays int               `json:"backupRetentionPeriodInDays"`
	IsBackupRetentionLocked     bool              `json:"isBackupRetentionLocked"`
	TotalBackupStorageSizeInGBs float64           `json:"totalBackupStorageSizeInGBs"`
	LongTermBackupSchedule      *longTermSchedule `json:"longTermBackupSchedule"`
	NextLongTermBackup          time.Time         `json:"nextLongTermBackupTimeStamp,omitzero"`
}

type longTermSchedule struct {
	RepeatCadence         string    `json:"repeatCadence"`
	TimeOfBackup          time.Time `json:"timeOfBackup"`
	RetentionPeriodInDays int       `json:"retentionPeriodInDays"`
	IsDisabled            bool      `json:"isDisabled"`
}

// renew gives the database a new etag, after a change.
func (d *database) renew() { d.etag = cloud.NewETag() }

// gone is a database that is not there for anything but a look at it.
func (d *database) gone() bool {
	return d.LifecycleState == terminating || d.LifecycleState == terminated
}

// answer is a copy that can be read without the lock.
func (d *database) answer() databaseJSON {
	j := d.databaseJSON
	j.FreeformTags, j.DefinedTags = maps.Clone(j.FreeformTags), maps.Clone(j.DefinedTags)
	j.PeerDBIDs = slices.Clone(d.PeerDBIDs)
	j.KeyHistoryEntry = slices.Clone(d.KeyHistoryEntry)
	if r := j.RemoteDisasterRecoveryConfiguration; r != nil {
		copied := *r
		j.RemoteDisasterRecoveryConfiguration = &copied
	}
	return j
}
