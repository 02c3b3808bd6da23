package cli

import (
	"errors"
	"io/fs"
	"os"
)

// rootFiles are where systems keep the certificates that they trust, in the order in which Go looks, and macOS's.
var rootFiles = []string{
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/pki/tls/cacert.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/cert.pem",
	"/usr/local/etc/ssl/cert.pem",
}

// systemRoots returns the certificates that this process trusts, in PEM; none where the system keeps them elsewhere.
func systemRoots() ([]byte, error) {
	files := rootFiles
	if file := os.Getenv("SSL_CERT_FILE"); file != "" {
		files = []string{file}
	}
	for _, file := range files {
		pem, err := os.ReadFile(file)
		if err == nil {
			return append([]byte("\n"), pem...), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return nil, nil
}
