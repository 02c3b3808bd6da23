package database

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// WalletMark begins the bytes of every key in a wallet, so that a search for it finds a wallet that has leaked.
const WalletMark = "residency-sandbox-wallet"

// generateWallet answers a new wallet. Nothing of it is kept.
func (s *Service) generateWallet(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		Password     *string `json:"password"`
		GenerateType *string `json:"generateType"`
		IsRegional   *bool   `json:"isRegional"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	if err := checkWalletPassword(sent.Password); err != nil {
		return err
	}
	if err := checkEnum("generateType", sent.GenerateType, []string{"ALL", "SINGLE"}); err != nil {
		return err
	}
	const operation = "GenerateAutonomousDatabaseWallet"
	if err := s.allowed(c, operation, true); err != nil {
		return err
	}
	names, etag, err := s.named(c, operation, value(sent.GenerateType) == "ALL" || value(sent.IsRegional))
	if err != nil {
		return err
	}
	body, err := wallet(names)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Header().Set("Etag", etag)
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body) // the client may have gone
	return nil
}

// named are the service names that a wallet has: those of the database that the path names, or of all in its region.
func (s *Service) named(c *cloud.Call, operation string, all bool) (names []string, etag string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.at(c.Region, c.PathValue("id"))
	if err != nil {
		return nil, "", err
	}
	if err := d.mustBe(operation, available, stopped, standbyState, updating, scaling); err != nil {
		return nil, "", err
	}
	for _, other := range s.databases {
		if other == d || all && other.region.Name == d.region.Name && !other.gone() {
			for level, service := range other.ConnectionStrings.Strings {
				names = append(names, strings.ToLower(other.DBName+"_"+level)+" = "+service)
			}
		}
	}
	slices.Sort(names)
	return names, d.etag, nil
}

// checkWalletPassword never repeats what was sent.
func checkWalletPassword(password *string) error {
	if password == nil {
		return cloud.MissingParameter("password")
	}
	p := *password
	special := strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(p) < 8 || len(p) > 60 || !strings.ContainsFunc(p, unicode.IsLetter) || !special {
		return cloud.InvalidParameter("The password of a wallet must have 8 to 60 characters, with a letter and a digit or special character.")
	}
	return nil
}

// wallet makes the archive.
func wallet(names []string) ([]byte, error) {
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for _, name := range []string{"cwallet.sso", "ewallet.p12", "ewallet.pem", "keystore.jks", "truststore.jks", "tnsnames.ora", "sqlnet.ora", "README"} {
		content := []byte(strings.Join(names, "\n"))
		if strings.ContainsAny(name, "wk") && !strings.HasSuffix(name, ".ora") {
			content = make([]byte, 64)
			_, _ = rand.Read(content) // never fails: crypto/rand ends the program instead
			content = append([]byte(WalletMark), content...)
		}
		// Stored, not compressed: what leaks can be found.
		file, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := file.Write(content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return archive.Bytes(), nil
}
