package database

import (
	"cmp"
	"slices"
)

// siteDump is what exists in one region.
type siteDump struct {
	Databases []databaseDump `json:"autonomousDatabases"`
	Backups   []backupJSON   `json:"autonomousDatabaseBackups"`
}

type databaseDump struct {
	databaseJSON
	PasswordSets int `json:"adminPasswordSets"` // how often a password was set; no password is kept
}

// Dump implements cloud.Service: by region its databases that are not gone and their backups, by name.
func (s *Service) Dump() map[string]any {
	s.settle()
	s.mu.Lock()
	defer s.mu.Unlock()
	sites := map[string]siteDump{}
	for _, d := range s.databases {
		if d.LifecycleState != terminated {
			site := sites[d.region.Name]
			site.Databases = append(site.Databases, databaseDump{d.answer(), d.passwordSets})
			sites[d.region.Name] = site
		}
	}
	for _, b := range s.backups {
		site := sites[b.region.Name]
		site.Backups = append(site.Backups, b.backupJSON)
		sites[b.region.Name] = site
	}
	dump := map[string]any{}
	for name, site := range sites {
		slices.SortFunc(site.Databases, func(a, b databaseDump) int { return cmp.Compare(a.DBName+a.ID, b.DBName+b.ID) })
		slices.SortFunc(site.Backups, func(a, b backupJSON) int { return cmp.Compare(a.DisplayName+a.ID, b.DisplayName+b.ID) })
		dump[name] = site
	}
	return dump
}
