package plan

import "strings"

// instances are the resource instances that a reference may mean: TYPE.NAME[KEY]. Of several modules' instances those in
// the same instance of the module count.
func (r *resolver) instances(steps []step, s scope) []*change {
	config := s.module.prefix() + steps[0].text + "." + steps[1].text
	all := r.p.byConfig()[config]
	if home := s.home(config); home != "" && len(all) > 1 {
		if near := r.p.near(config)[home]; len(near) > 0 {
			all = near
		}
	}
	var out []*change
	for _, c := range all {
		if c.source != drifted && !c.deposed {
			out = append(out, c)
		}
	}
	if len(steps) > 2 && steps[2].key {
		out = filter(out, func(c *change) bool { return lastKey(c.address) == steps[2].text })
	}
	return out
}

// home is the instance of the module that a reference stands in, if what it refers to is in the same module; else "".
func (s scope) home(config string) string {
	if s.from == nil || moduleOf(s.from.config) != moduleOf(config) {
		return ""
	}
	return instancePrefix(s.from.address)
}

// near are the instances of a resource by the instance of the module that they are in.
func (p *Plan) near(config string) map[string][]*change {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.byHome == nil {
		p.byHome = map[string]map[string][]*change{}
	}
	out, ok := p.byHome[config]
	if !ok {
		out = map[string][]*change{}
		for _, c := range p.byConfig()[config] {
			home := instancePrefix(c.address)
			out[home] = append(out[home], c)
		}
		p.byHome[config] = out
	}
	return out
}

// filter keeps what is wanted, and everything if nothing is.
func filter(all []*change, want func(*change) bool) []*change {
	var out []*change
	for _, c := range all {
		if want(c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

func lastKey(address string) string {
	steps := splitReference(address)
	if last := steps[len(steps)-1]; last.key {
		return last.text
	}
	return ""
}

// instancePrefix is the address without the resource: module.a["x"] of module.a["x"].t.n.
func instancePrefix(address string) string {
	steps := splitReference(address)
	end := len(steps)
	for end > 0 && steps[end-1].key {
		end--
	}
	var out strings.Builder
	for _, s := range steps[:max(end-2, 0)] {
		out.WriteByte('.')
		out.WriteString(s.text)
	}
	return out.String()
}
