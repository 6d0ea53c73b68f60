package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"filippo.io/torchwood"
	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// openCosigned wants the signatures of the log and of every witness.
func openCosigned(msg []byte, vkey string, witnesses []string) (checkpoint, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return checkpoint{}, err
	}
	var others []note.Verifier
	for _, key := range witnesses {
		witness, err := fnote.NewVerifierForCosignatureV1(key)
		if err != nil {
			return checkpoint{}, err
		}
		others = append(others, witness)
	}
	head, _, opened, err := log.ParseCheckpoint(msg, verifier.Name(), verifier, others...)
	if err != nil {
		return checkpoint{}, err
	}
	if len(opened.Sigs) != 1+len(witnesses) {
		return checkpoint{}, fmt.Errorf("%d known signatures of %d", len(opened.Sigs), 1+len(witnesses))
	}
	tree := tlog.Tree{N: int64(head.Size), Hash: tlog.Hash(head.Hash)}
	return checkpoint{head.Origin, tree}, nil
}

// checkProof checks a tlog-proof whose extra data is the entry.
func checkProof(file, vkey string, witnesses []string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var p proof.TLogProof
	if err := p.Unmarshal(data); err != nil {
		return err
	}
	if string(p.Marshal()) != string(data) {
		return errors.New("theirs writes the proof in another way")
	}
	head, err := openCosigned(p.Checkpoint, vkey, witnesses)
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, hash := range p.Hashes {
		path = append(path, tlog.Hash(hash))
	}
	leaf := tlog.RecordHash(p.ExtraData)
	if err := tlog.CheckRecord(path, head.tree.N, head.tree.Hash, int64(p.Index), leaf); err != nil {
		return err
	}
	fmt.Printf("%s %d %d\n", head.origin, p.Index, head.tree.N)
	return nil
}

// readLog reads a whole log over HTTP, as clients of tlog-tiles do, and every entry against its head.
func readLog(url, vkey string, witnesses []string) error {
	ctx := context.Background()
	fetcher, err := torchwood.NewTileFetcher(url)
	if err != nil {
		return err
	}
	msg, err := fetcher.ReadEndpoint(ctx, "checkpoint")
	if err != nil {
		return err
	}
	head, err := openCosigned(msg, vkey, witnesses)
	if err != nil {
		return err
	}
	client, err := torchwood.NewClient(fetcher)
	if err != nil {
		return err
	}
	next := int64(0)
	// An iteration ends before a bundle that is not full; the following one begins there.
	for next < head.tree.N {
		from := next
		for i := range client.Entries(ctx, head.tree, from) {
			next = i + 1
		}
		if err := client.Err(); err != nil {
			return err
		}
		if next == from {
			return fmt.Errorf("the log ends at %d of %d", next, head.tree.N)
		}
	}
	for _, index := range []int64{0, head.tree.N / 2, head.tree.N - 1} {
		if _, _, err := client.Entry(ctx, head.tree, index); err != nil {
			return err
		}
	}
	fmt.Printf("%s %d\n", head.origin, next)
	return nil
}
