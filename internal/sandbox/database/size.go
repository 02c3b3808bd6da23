package database

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const (
	gbInTB      = 1024
	maxStorage  = 384 // TBs
	leastInGBs  = 20
	mostECPUs   = 512
	mostOCPUs   = 128
	freeStorage = 20 // GBs
)

// inGBs says whether storage of a workload can be asked for in GBs: with ECPUs, except for warehouses.
func inGBs(workload, computeModel string) bool {
	return computeModel == "ECPU" && !slices.Contains([]string{"DW", "LH"}, workload)
}

// apply changes compute and storage as was sent and refuses what Oracle does not have.
func (z *sizeJSON) apply(sent details, workload string) error {
	next := *z
	if err := next.applyCompute(sent); err != nil {
		return err
	}
	if err := next.applyStorage(sent, workload); err != nil {
		return err
	}
	set(&next.IsAutoScalingEnabled, sent.IsAutoScalingEnabled)
	set(&next.IsAutoScalingForStorageEnabled, sent.IsAutoScalingForStorageEnabled)
	if sent.ByolComputeCountLimit != nil {
		next.ByolComputeCountLimit = sent.ByolComputeCountLimit
	}
	*z = next
	return nil
}

func (z *sizeJSON) applyCompute(sent details) error {
	switch {
	case sent.CPUCoreCount != nil && (sent.ComputeCount != nil || sent.ComputeModel != nil):
		return cloud.InvalidParameter("cpuCoreCount cannot be used together with computeModel and computeCount.")
	case sent.CPUCoreCount != nil:
		z.ComputeModel, z.ComputeCount = "OCPU", float64(*sent.CPUCoreCount)
	case sent.ComputeModel != nil && sent.ComputeCount == nil && *sent.ComputeModel != z.ComputeModel:
		return cloud.InvalidParameter("computeModel needs a computeCount.")
	default:
		if sent.ComputeModel != nil && *sent.ComputeModel == "OCPU" && z.ComputeModel == "ECPU" {
			return cloud.InvalidParameter("A database with ECPUs cannot go back to OCPUs.")
		}
		set(&z.ComputeModel, sent.ComputeModel)
		set(&z.ComputeCount, sent.ComputeCount)
	}
	if z.ComputeModel == "" {
		return cloud.InvalidParameter("computeCount needs a computeModel.")
	}
	least, most := 2, mostECPUs
	z.CPUCoreCount = 0
	if z.ComputeModel == "OCPU" {
		least, most = 1, mostOCPUs
		z.CPUCoreCount = int(z.ComputeCount)
	}
	if z.ComputeCount != float64(int(z.ComputeCount)) || int(z.ComputeCount) < least || int(z.ComputeCount) > most {
		return cloud.InvalidParameter("The computeCount %v must be a whole number of %ss from %d to %d.", z.ComputeCount, z.ComputeModel, least, most)
	}
	return nil
}

func (z *sizeJSON) applyStorage(sent details, workload string) error {
	tbs, gbs := sent.DataStorageSizeInTBs, sent.DataStorageSizeInGBs
	switch {
	case tbs != nil && gbs != nil:
		return cloud.InvalidParameter("dataStorageSizeInTBs and dataStorageSizeInGBs cannot be used together.")
	case gbs != nil && !inGBs(workload, z.ComputeModel):
		return cloud.InvalidParameter("dataStorageSizeInGBs is not supported for the workload %s with %ss; use dataStorageSizeInTBs.", workload, z.ComputeModel)
	case gbs != nil:
		if err := checkRange("dataStorageSizeInGBs", gbs, leastInGBs, maxStorage*gbInTB); err != nil {
			return err
		}
		z.store(*gbs, workload)
	case tbs != nil:
		if err := checkRange("dataStorageSizeInTBs", tbs, 1, maxStorage); err != nil {
			return err
		}
		z.store(*tbs*gbInTB, workload)
	case z.AllocatedStorageSizeInTBs > 0: // the compute model may be another now
		z.store(z.storageGBs(), workload)
	}
	return nil
}

// store sets the size of the storage. Oracle answers it in TBs only when that is exact.
func (z *sizeJSON) store(gbs int, workload string) {
	z.DataStorageSizeInTBs, z.DataStorageSizeInGBs = nil, nil
	if inGBs(workload, z.ComputeModel) {
		z.DataStorageSizeInGBs = &gbs
	}
	if gbs%gbInTB == 0 {
		z.DataStorageSizeInTBs = new(gbs / gbInTB)
	}
	z.AllocatedStorageSizeInTBs = float64(gbs) / gbInTB
}

// storageGBs is the size of the storage.
func (z sizeJSON) storageGBs() int { return int(z.AllocatedStorageSizeInTBs * gbInTB) }
