// Command interop checks our log with code that is not ours: the note and tlog packages of Go's
// checksum database, the formats of transparency-dev, the log client of torchwood.
//
//	interop verify DIR VKEY [OLD_CHECKPOINT]   checks the log in DIR: note, tiles, entries, proofs
//	interop receipt FILE VKEY                  checks a receipt
//	interop proof FILE VKEY [WITNESS…]         checks a tlog-proof, cosigned by every witness
//	interop read URL VKEY [WITNESS…]           reads a log over HTTP, its head cosigned by every witness
//	interop make DIR NAME COUNT                makes a log of COUNT entries; prints the verifier key
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type checkpoint struct {
	origin string
	tree   tlog.Tree
}

func openCheckpoint(msg []byte, vkey string) (checkpoint, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return checkpoint{}, err
	}
	opened, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return checkpoint{}, errors.New("a checkpoint has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{lines[0], tlog.Tree{N: size, Hash: root}}, err
}

// C2SP paths leave out the tile height that Go's paths carry.
func c2spPath(t tlog.Tile) string {
	return strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

type tiles struct{ dir string }

func (r tiles) Height() int { return height }

func (r tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range wanted {
		data, err := os.ReadFile(filepath.Join(r.dir, c2spPath(t)))
		if err != nil && t.W < 1<<height {
			full := t
			full.W = 1 << height
			if data, err = os.ReadFile(filepath.Join(r.dir, c2spPath(full))); err == nil {
				data = data[:t.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func (r tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func entryPath(bundle, width int64) string {
	t := tlog.Tile{H: height, L: 0, N: bundle, W: int(width)}
	return strings.Replace(c2spPath(t), "tile/0/", "tile/entries/", 1)
}

func readEntries(dir string, size int64) ([][]byte, error) {
	var entries [][]byte
	for at := int64(0); at < size; at += 256 {
		width := min(size-at, 256)
		data, err := os.ReadFile(filepath.Join(dir, entryPath(at/256, width)))
		if err != nil {
			return nil, err
		}
		for len(data) > 0 {
			n := int(binary.BigEndian.Uint16(data))
			entries = append(entries, data[2:2+n])
			data = data[2+n:]
		}
	}
	if int64(len(entries)) != size {
		return nil, fmt.Errorf("%d entries for a log of %d", len(entries), size)
	}
	return entries, nil
}

func verify(dir, vkey string, old string) error {
	msg, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	now, err := openCheckpoint(msg, vkey)
	if err != nil {
		return err
	}
	// Reads only tiles that lead to the signed root.
	reader := tlog.TileHashReader(now.tree, tiles{dir})
	entries, err := readEntries(dir, now.tree.N)
	if err != nil {
		return err
	}
	for i, entry := range entries {
		proof, err := tlog.ProveRecord(now.tree.N, int64(i), reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, now.tree.N, now.tree.Hash, int64(i), tlog.RecordHash(entry)); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	if old != "" {
		msg, err := os.ReadFile(old)
		if err != nil {
			return err
		}
		before, err := openCheckpoint(msg, vkey)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(now.tree.N, before.tree.N, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, now.tree.N, now.tree.Hash, before.tree.N, before.tree.Hash); err != nil {
			return err
		}
	}
	fmt.Printf("%s %d %s\n", now.origin, now.tree.N, now.tree.Hash)
	return nil
}

type receipt struct {
	Entry struct {
		DocumentID   string `json:"documentId"`
		Attempt      int    `json:"attempt"`
		Verdict      string `json:"verdict"`
		ReceivedAt   string `json:"receivedAt"`
		RegisteredAt string `json:"registeredAt"`
		ReportHash   string `json:"reportHash"`
		BusinessKey  string `json:"businessKey"`
	} `json:"entry"`
	LogIndex       int64    `json:"logIndex"`
	InclusionProof []string `json:"inclusionProof"`
	Checkpoint     string   `json:"checkpoint"`
}

func checkReceipt(file, vkey string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var r receipt
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	head, err := openCheckpoint([]byte(r.Checkpoint), vkey)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, text := range r.InclusionProof {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	e := r.Entry
	entry := fmt.Sprintf("ventanilla/outcome/v1\n%s\n%d\n%s\n%s\n%s\n%s\n%s\n", e.DocumentID, e.Attempt,
		e.Verdict, e.ReceivedAt, e.RegisteredAt, e.ReportHash, e.BusinessKey)
	leaf := tlog.RecordHash([]byte(entry))
	if err := tlog.CheckRecord(proof, head.tree.N, head.tree.Hash, r.LogIndex, leaf); err != nil {
		return err
	}
	fmt.Printf("%s %s\n", e.DocumentID, e.Verdict)
	return nil
}

func write(dir, path string, data []byte) error {
	file := filepath.Join(dir, path)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

func makeLog(dir, name string, count int64) error {
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, index := range indexes {
			out = append(out, stored[index])
		}
		return out, nil
	})
	var bundle bytes.Buffer
	for i := range count {
		entry := fmt.Sprintf("entry %d", i)
		hashes, err := tlog.StoredHashes(i, []byte(entry), reader)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
		binary.Write(&bundle, binary.BigEndian, uint16(len(entry)))
		bundle.WriteString(entry)
		if width := i%256 + 1; width == 256 || i == count-1 {
			if err := write(dir, entryPath(i/256, width), bundle.Bytes()); err != nil {
				return err
			}
			bundle.Reset()
		}
	}
	for _, t := range tlog.NewTiles(height, 0, count) {
		data, err := tlog.ReadTileData(t, reader)
		if err != nil {
			return err
		}
		if err := write(dir, c2spPath(t), data); err != nil {
			return err
		}
	}
	root, err := tlog.TreeHash(count, reader)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", name, count, base64.StdEncoding.EncodeToString(root[:]))
	msg, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return err
	}
	fmt.Println(vkey)
	return write(dir, "checkpoint", msg)
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "verify":
		return verify(args[1], args[2], "")
	case len(args) == 4 && args[0] == "verify":
		return verify(args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "receipt":
		return checkReceipt(args[1], args[2])
	case len(args) >= 3 && args[0] == "proof":
		return checkProof(args[1], args[2], args[3:])
	case len(args) >= 3 && args[0] == "read":
		return readLog(args[1], args[2], args[3:])
	case len(args) == 4 && args[0] == "make":
		count, err := strconv.ParseInt(args[3], 10, 64)
		if err != nil {
			return err
		}
		return makeLog(args[1], args[2], count)
	}
	return errors.New("usage: interop verify DIR VKEY [OLD] | receipt FILE VKEY | proof FILE VKEY [WITNESS…] | " +
		"read URL VKEY [WITNESS…] | make DIR NAME COUNT")
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
