/** For what the term of a share holds, by the names people know: one offering, one category, or (neither) everything else. */
export type ShareTerm = { offering: string | null; category: string | null };

/** The column `term` of a share `s`; null where no term gave it. Goes with `joinShareTerm`, which names its term `t`. */
export const shareTerm = `case when t.id is not null then json_build_object('offering', o.name, 'category', t.category) end as term`;

export const joinShareTerm = `left join settlement_term t on t.operator_id = s.operator_id and t.id = s.term_id
     left join product_offering o on o.operator_id = t.operator_id and o.id = t.offering_id`;
