// SPDX-License-Identifier: Apache-2.0

// Command yaml prints the documents of YAML files as Kubernetes' own reader has them: one line of JSON a
// document, {"document": tree} or {"error": text}, behind a line {"file": path}.
//
// It is the reference of run_yaml.py: documents are cut as kubectl cuts them (k8s.io/apimachinery) and read
// as the API server's clients read them (sigs.k8s.io/yaml).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func say(out io.Writer, key string, value any) {
	line, err := json.Marshal(map[string]any{key: value})
	if err != nil {
		line, _ = json.Marshal(map[string]any{"error": err.Error()})
	}
	fmt.Fprintf(out, "%s\n", line)
}

func document(out io.Writer, text []byte) {
	tree, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		say(out, "error", err.Error())
		return
	}
	say(out, "document", json.RawMessage(tree))
}

func file(out io.Writer, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	say(out, "file", path)
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		part, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			say(out, "error", err.Error())
			return nil
		}
		document(out, part)
	}
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	paths := bufio.NewScanner(os.Stdin)
	for paths.Scan() {
		if err := file(out, paths.Text()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := out.Flush(); err != nil {
		os.Exit(1)
	}
}
