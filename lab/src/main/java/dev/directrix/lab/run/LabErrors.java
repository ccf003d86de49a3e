package dev.directrix.lab.run;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints what went wrong in a lab without a stack trace: the message says where it was and what it had to do with. */
public final class LabErrors implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        if (failure instanceof LabException) {
            line.getErr().println(failure.getMessage());
            line.getErr().flush();
            return line.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
