package oci

import (
	"crypto/fips140"
	"crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// The faults of a key's text. Each is a reason to be put into a *ConfigError; none has any of the text in it.
var (
	errNoPEM           = errors.New("it is not a PEM file: there is no line -----BEGIN … PRIVATE KEY-----")
	errPublicKey       = errors.New("it is a public key or a certificate; the private key is needed")
	errOpenSSHKey      = errors.New("it is in OpenSSH's own format")
	errNeedsPassphrase = errors.New("the key is encrypted, and there is no passphrase")
	errWrongPassphrase = errors.New("the key cannot be decrypted with the passphrase")
	errNotRSA          = errors.New("it is damaged, or not an RSA key; Oracle takes RSA keys only")
)

// parseKey reads an RSA private key in PEM: PKCS #1 or PKCS #8, encrypted in either way or not.
func parseKey(text, passphrase string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errNoPEM
	}
	switch {
	case strings.Contains(block.Type, "PUBLIC KEY"), block.Type == "CERTIFICATE":
		return nil, errPublicKey
	case block.Type == "OPENSSH PRIVATE KEY":
		return nil, errOpenSSHKey
	}
	encrypted := block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != ""
	if encrypted && passphrase == "" {
		return nil, errNeedsPassphrase
	}
	var password []byte
	if encrypted {
		password = []byte(passphrase)
	}
	key, err := common.PrivateKeyFromBytesWithPassword(pem.EncodeToMemory(block), password)
	switch {
	case err == nil && key != nil:
		return key, nil
	case encrypted:
		return nil, errWrongPassphrase
	}
	return nil, errNotRSA
}

// keyRemedy says what to do about a fault of parseKey.
func keyRemedy(err error) string {
	switch {
	case errors.Is(err, errNeedsPassphrase):
		return `Set private_key_password (or TF_VAR_private_key_password, or pass_phrase in the config file), or use a key without one.`
	case errors.Is(err, errWrongPassphrase):
		return `Correct private_key_password (or TF_VAR_private_key_password, or pass_phrase in the config file).`
	case errors.Is(err, errOpenSSHKey):
		return `Convert it: ssh-keygen -p -m PEM -f KEYFILE.`
	}
	return "Give the RSA private key whose public half is uploaded for the user as an API key."
}

// fingerprint is Oracle's fingerprint of the key: the MD5 of the public half in DER, in pairs of hexadecimal digits. It is ""
// in Go's FIPS 140-3 mode, where MD5 may panic.
func fingerprint(key *rsa.PrivateKey) string {
	if fips140.Enabled() {
		return ""
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return ""
	}
	sum := md5.Sum(der)
	digits := make([]string, len(sum))
	for i, b := range sum {
		digits[i] = hex.EncodeToString([]byte{b})
	}
	return strings.Join(digits, ":")
}
