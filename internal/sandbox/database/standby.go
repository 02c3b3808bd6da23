package database

import (
	"net/http"
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The parts of regions in disaster recovery, which do not change when roles do.
const (
	primaryRegion = "PRIMARY"
	standbyRegion = "REMOTE"
)

// createStandby makes a database in the call's region the standby of a primary in another one.
func (s *Service) createStandby(_ *cloud.Call, sent *createDetails, d *database) (aftermath, error) {
	source, err := s.source(sent.SourceID)
	if err != nil {
		return aftermath{}, err
	}
	kind, err := sent.recoveryType()
	if err != nil {
		return aftermath{}, err
	}
	if err := source.mayHaveStandby(d.region, s); err != nil {
		return aftermath{}, err
	}
	if err := source.sameAs(sent); err != nil {
		return aftermath{}, err
	}
	if source.SubnetID != nil && sent.SubnetID == nil {
		return aftermath{}, cloud.MissingParameter("subnetId")
	}
	s.copyTo(d, source)
	d.DBName, d.DisplayName = source.DBName, valueOr(sent.DisplayName, source.DisplayName)
	d.BackupRetentionPeriodInDays, d.IsMtlsConnectionRequired = source.BackupRetentionPeriodInDays, source.IsMtlsConnectionRequired
	d.FreeformTags, d.DefinedTags = source.FreeformTags, source.DefinedTags
	d.WhitelistedIPs, d.CustomerContacts = source.WhitelistedIPs, source.CustomerContacts
	d.keyJSON = source.keyJSON
	if err := first(d.applyNetwork(details{SubnetID: sent.SubnetID, NSGIDs: sent.NSGIDs, PrivateEndpointLabel: sent.PrivateEndpointLabel}), s.fillKey(sent, d)); err != nil {
		return aftermath{}, err
	}
	d.LifecycleState = standbyState
	d.PeerDBIDs = []string{source.ID}
	d.RemoteDisasterRecoveryConfiguration = &recovery{DisasterRecoveryType: kind, IsReplicateAutomaticBackups: value(sent.IsReplicateAutomaticBackups)}
	d.Role, d.LocalDisasterRecoveryType = roleOf(kind), ""
	d.DisasterRecoveryRegionType, d.DataguardRegionType = standbyRegion, dataGuard(kind, "REMOTE_STANDBY_DG_REGION")
	return aftermath{
		now: func() {
			source.pass(updating)
			source.PeerDBIDs = append(slices.Clone(source.PeerDBIDs), d.ID)
		},
		done: func(now time.Time) {
			source.settle(func(time.Time) { s.pair(source, d) }, now)
			s.pair(d, source)
			s.replicateBackups(source, d, now)
		},
		failed: func(now time.Time) { source.settle(nil, now) },
	}, nil
}

// recoveryType is the kind of standby that is asked for.
func (sent *createDetails) recoveryType() (string, error) {
	if *sent.Source == "CROSS_REGION_DATAGUARD" {
		if sent.RemoteDisasterRecoveryType != nil || sent.IsReplicateAutomaticBackups != nil {
			return "", cloud.InvalidParameter("remoteDisasterRecoveryType and isReplicateAutomaticBackups are for the source CROSS_REGION_DISASTER_RECOVERY.")
		}
		return adg, nil
	}
	if sent.RemoteDisasterRecoveryType == nil {
		return "", cloud.MissingParameter("remoteDisasterRecoveryType")
	}
	return *sent.RemoteDisasterRecoveryType, checkEnum("remoteDisasterRecoveryType", sent.RemoteDisasterRecoveryType, recoveryTypes)
}

func roleOf(kind string) string {
	if kind == backupBased {
		return backupCopy
	}
	return standby
}

// dataGuard is a region's part in Data Guard, which a backup copy is none of.
func dataGuard(kind, regionType string) string {
	if kind == adg {
		return regionType
	}
	return ""
}

// mayHaveStandby refuses a standby that Oracle does not make.
func (d *database) mayHaveStandby(in region.Region, s *Service) error {
	switch {
	case d.region.Name == in.Name:
		return cloud.InvalidParameter("The primary %s is in the region %s itself: a standby in the same region is made with isLocalDataGuardEnabled.", d.ID, in.Name)
	case d.IsFreeTier, d.IsRefreshableClone:
		return cloud.InvalidParameter("The database %s is Always Free or a refreshable clone and can have no standby.", d.ID)
	case d.follows():
		return cloud.InvalidParameter("The database %s is itself a standby.", d.ID)
	case d.region.Realm != in.Realm || !slices.Contains(d.SupportedRegionsToCloneTo, in.Name):
		return cloud.InvalidParameter("A database of the region %s cannot have a standby in %s.", d.region.Name, in.Name)
	}
	for _, peer := range d.PeerDBIDs {
		p := s.databases[peer]
		if d.ComputeModel == "OCPU" {
			return cloud.InvalidParameter("The database %s has a cross-region standby already, and with OCPUs it can have only one.", d.ID)
		}
		if p != nil && p.region.Name == in.Name {
			return cloud.InvalidParameter("The database %s has the standby %s in the region %s already.", d.ID, peer, in.Name)
		}
	}
	return d.mustBe(createOperation+" of its standby", available)
}

// sameAs refuses what a standby must have of its primary, if it was sent all the same and is not the same.
func (d *database) sameAs(sent *createDetails) error {
	for name, same := range map[string]bool{
		"dbName":                         same(sent.DBName, d.DBName),
		"dbVersion":                      same(sent.DBVersion, d.DBVersion),
		"dbWorkload":                     same(sent.DBWorkload, d.DBWorkload),
		"computeCount":                   same(sent.ComputeCount, d.ComputeCount),
		"computeModel":                   same(sent.ComputeModel, d.ComputeModel),
		"dataStorageSizeInTBs":           sent.DataStorageSizeInTBs == nil || *sent.DataStorageSizeInTBs*gbInTB == d.storageGBs(),
		"dataStorageSizeInGBs":           same(sent.DataStorageSizeInGBs, d.storageGBs()),
		"licenseModel":                   same(sent.LicenseModel, d.LicenseModel),
		"isAutoScalingForStorageEnabled": same(sent.IsAutoScalingForStorageEnabled, d.IsAutoScalingForStorageEnabled),
		"isMtlsConnectionRequired":       same(sent.IsMtlsConnectionRequired, d.IsMtlsConnectionRequired),
		"whitelistedIps":                 sent.WhitelistedIPs == nil || slices.Equal(sent.WhitelistedIPs, d.WhitelistedIPs),
		"freeformTags":                   sent.FreeformTags == nil || sameMap(sent.FreeformTags, d.FreeformTags),
		"customerContacts":               sent.CustomerContacts == nil || slices.Equal(sent.CustomerContacts, d.CustomerContacts),
	} {
		if !same {
			return cloud.InvalidParameter("The %s of a standby must be its primary's.", name)
		}
	}
	if sent.AdminPassword != nil || sent.SecretID != nil {
		return cloud.InvalidParameter("A standby has its primary's password.")
	}
	return nil
}

func same[T comparable](sent *T, is T) bool { return sent == nil || *sent == is }

func sameMap(a, b map[string]string) bool {
	for k, v := range a {
		if other, ok := b[k]; !ok || other != v {
			return false
		}
	}
	return len(a) == len(b)
}

// pair tells a database of the part that it has with a peer.
func (s *Service) pair(d, peer *database) {
	var with *recovery
	if d.follows() {
		with = d.RemoteDisasterRecoveryConfiguration
	} else {
		with = peer.RemoteDisasterRecoveryConfiguration
		copied := *with
		d.RemoteDisasterRecoveryConfiguration = &copied
		if d.DisasterRecoveryRegionType == "" {
			d.DisasterRecoveryRegionType = primaryRegion
		}
		if d.DataguardRegionType == "" {
			d.DataguardRegionType = dataGuard(with.DisasterRecoveryType, "PRIMARY_DG_REGION")
		}
	}
	d.IsRemoteDataGuardEnabled = with.DisasterRecoveryType == adg
	d.guard()
}

// guard says of a database whether it takes part in Data Guard, here or abroad.
func (d *database) guard() {
	d.IsDataGuardEnabled = d.IsLocalDataGuardEnabled || d.IsRemoteDataGuardEnabled
}

// unpeer ends what the database has with peers. Without any it stands alone.
func (d *database) unpeer(peers ...string) {
	d.PeerDBIDs = slices.DeleteFunc(slices.Clone(d.PeerDBIDs), func(id string) bool { return slices.Contains(peers, id) })
	if len(d.PeerDBIDs) > 0 {
		return
	}
	d.RemoteDisasterRecoveryConfiguration, d.IsRemoteDataGuardEnabled = nil, false
	d.DataguardRegionType, d.DisasterRecoveryRegionType = "", ""
	d.guard()
	d.renew()
}

type peerJSON struct {
	ID     string `json:"id"`
	Region string `json:"region"`
}

func (s *Service) listPeers(w http.ResponseWriter, c *cloud.Call) error {
	return s.collect(w, c, "ListAutonomousDatabasePeers", func(d *database) []peerJSON {
		items := []peerJSON{}
		for _, id := range d.PeerDBIDs {
			items = append(items, peerJSON{id, region.FindOCID(id).Region.Name})
		}
		return items
	})
}

// collect answers a collection of databases of several regions.
func (s *Service) collect(w http.ResponseWriter, c *cloud.Call, operation string, of func(*database) []peerJSON) error {
	if err := cloud.CheckQuery(c, "limit", "page"); err != nil {
		return err
	}
	var items []peerJSON
	err := s.look(c, operation, func(d *database) error {
		items = of(d)
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(items, func(a, b peerJSON) int { return compare(a.ID, b.ID) })
	items, err = cloud.Page(w, c, items, pageLimits, func(p peerJSON) string { return p.ID })
	if err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, map[string]any{"items": items})
}
