import { redirect, type RequestHandler } from '@sveltejs/kit';
import { makePdf, NoPdf } from '#lib/server/pdf/pdf.ts';
import { writtenLetter } from '../letter.server.ts';

/** The letter as a tagged PDF (PDF/UA-1). Where none can be made, the page made to be printed says so and holds the same. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const id = params.id ?? '';
  const { letter, spoken } = await writtenLetter(locals.ctx, id, locals.reader);
  if (!letter.opens) redirect(303, `/staff/letters/${id}`);
  const pdf = await makePdf('letter', spoken).catch((error: unknown) => {
    if (error instanceof NoPdf) redirect(303, `/staff/letters/${id}?no-pdf=1`);
    throw error;
  });
  // Its name says nothing: it lies among other downloads.
  return new Response(new Uint8Array(pdf), {
    headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="letter.pdf"' }
  });
};
