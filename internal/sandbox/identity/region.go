package identity

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

type regionJSON struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

type subscriptionJSON struct {
	RegionKey    string `json:"regionKey"`
	RegionName   string `json:"regionName"`
	Status       string `json:"status"`
	IsHomeRegion bool   `json:"isHomeRegion"`
}

type domainJSON struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	CompartmentID string `json:"compartmentId"`
}

func (s *Service) routeRegions() {
	s.read("/regions", s.listRegions)
	s.read("/availabilityDomains", s.listAvailabilityDomains)
	s.read("/tenancies/{id}/regionSubscriptions", s.listSubscriptions)
	s.create("/tenancies/{id}/regionSubscriptions", s.createSubscription)
}

// listRegions answers every region of the home region's realm.
func (s *Service) listRegions(w http.ResponseWriter, c *cloud.Call) error {
	access := cloud.Access{Service: serviceName, Operation: "ListRegions", Permissions: []string{"TENANCY_INSPECT"}, Compartment: s.config.Tenancy}
	if err := c.Authorize(access); err != nil {
		return err
	}
	regions := []regionJSON{}
	for _, r := range region.All() {
		if r.Realm == s.config.Home.Realm {
			regions = append(regions, regionJSON{Key: strings.ToUpper(r.Key), Name: r.Name})
		}
	}
	return cloud.WriteJSON(w, http.StatusOK, regions)
}

func (s *Service) listSubscriptions(w http.ResponseWriter, c *cloud.Call) error {
	if err := s.ofTenancy(c, "ListRegionSubscriptions", "TENANCY_INSPECT", false); err != nil {
		return err
	}
	subscriptions := []subscriptionJSON{}
	s.mu.RLock()
	for _, r := range s.subscriptions {
		subscriptions = append(subscriptions, s.subscription(r))
	}
	s.mu.RUnlock()
	return cloud.WriteJSON(w, http.StatusOK, subscriptions)
}

func (s *Service) subscription(r region.Region) subscriptionJSON {
	return subscriptionJSON{
		RegionKey: strings.ToUpper(r.Key), RegionName: r.Name, Status: "READY", IsHomeRegion: r.Name == s.config.Home.Name,
	}
}

// createSubscription subscribes at once; Oracle takes some minutes. It cannot be undone.
func (s *Service) createSubscription(w http.ResponseWriter, c *cloud.Call) error {
	var d struct {
		RegionKey string `json:"regionKey"`
	}
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	r, ok := region.Lookup(d.RegionKey)
	if !ok || r.Realm != s.config.Home.Realm || !strings.EqualFold(r.Key, d.RegionKey) {
		return cloud.InvalidParameter("The regionKey %q is not the key of a region of the realm %s.", d.RegionKey, s.config.Home.Realm)
	}
	if err := s.ofTenancy(c, "CreateRegionSubscription", "TENANCY_UPDATE", true); err != nil {
		return err
	}
	if err := s.subscribe(r); err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, s.subscription(r))
}

func (s *Service) subscribe(r region.Region) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.subscriptions {
		if other.Name == r.Name {
			return cloud.Errorf(http.StatusConflict, "RegionSubscriptionAlreadyExists", "The tenancy is subscribed to %s already.", r.Name)
		}
	}
	s.subscriptions = append(s.subscriptions, r)
	return nil
}

// domains is the number of availability domains of the regions that have more than one.
var domains = map[string]int{"us-ashburn-1": 3, "us-phoenix-1": 3, "eu-frankfurt-1": 3, "uk-london-1": 3, "us-chicago-1": 3}

// listAvailabilityDomains answers the domains of the region that is asked.
func (s *Service) listAvailabilityDomains(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := cloud.ListedIn(c)
	if err != nil {
		return err
	}
	if !s.CompartmentExists(compartment) {
		return cloud.NotAuthorizedOrNotFound()
	}
	access := cloud.Access{Service: serviceName, Operation: "ListAvailabilityDomains", Permissions: []string{"COMPARTMENT_INSPECT"}, Compartment: compartment}
	if err := c.Authorize(access); err != nil {
		return err
	}
	all := []domainJSON{}
	for i := range max(1, domains[c.Region.Name]) {
		name := fmt.Sprintf("%s:%s-AD-%d", prefix, domainRegion(c.Region), i+1)
		all = append(all, domainJSON{ID: cloud.OCIDOf("availabilitydomain", region.Region{}, name), Name: name, CompartmentID: compartment})
	}
	return cloud.WriteJSON(w, http.StatusOK, all)
}

// prefix is what Oracle puts before availability domain names, another for each tenancy.
const prefix = "Sbox"

// domainRegion is how a region is written in availability domain names: the two oldest have forms of their own.
func domainRegion(r region.Region) string {
	switch r.Name {
	case "us-ashburn-1":
		return "US-ASHBURN"
	case "us-phoenix-1":
		return "PHX"
	}
	return strings.ToUpper(r.Name)
}
