package placement

import "context"

// Claim is what one apply knows of something that two addresses of a configuration may reach at once: the one that creates
// it and the one that destroys it. That is so for a tainted resource with create_before_destroy, whose plan does not say
// that it is a replacement, and for one that was renamed without a moved block. Without it the one would adopt, by the
// owner's mark, what the other deletes.
type Claim struct {
	turn    chan struct{}
	Adopted bool // a create has taken it over: a destroy leaves it
	Refused bool // a destroy has failed and still means it: a create does not take it over
}

// Claim waits for its turn on what has the id, and holds it until Release.
func (p *Provider) Claim(ctx context.Context, id string) (*Claim, error) {
	known, _ := p.claims.LoadOrStore(id, &Claim{turn: make(chan struct{}, 1)})
	c := known.(*Claim) //nolint:forcetypeassert // nothing else is stored
	select {
	case c.turn <- struct{}{}:
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Release lets the next one have its turn.
func (c *Claim) Release() { <-c.turn }
