package objectstorage

import "hash/crc32"

// combineCRC is the CRC32C of two runs of bytes joined, the second of n bytes. Appending n zero bytes to a message is
// a linear map of its CRC over GF(2), whose n-th power is found by squaring.
func combineCRC(first, second uint32, n int64) uint32 {
	if n == 0 {
		return first
	}
	var power matrix // one zero bit
	power[0] = crc32.Castagnoli
	for i := 1; i < 32; i++ {
		power[i] = 1 << (i - 1)
	}
	for range 3 { // one zero byte
		power = power.square()
	}
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			first = power.times(first)
		}
		power = power.square()
	}
	return first ^ second
}

// matrix is a linear map of 32 bits, by its columns.
type matrix [32]uint32

func (m *matrix) times(v uint32) uint32 {
	var sum uint32
	for i := 0; v != 0; i, v = i+1, v>>1 {
		if v&1 == 1 {
			sum ^= m[i]
		}
	}
	return sum
}

func (m *matrix) square() matrix {
	var out matrix
	for i, column := range m {
		out[i] = m.times(column)
	}
	return out
}
